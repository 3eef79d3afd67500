package io.hmsbridge.core.mapping;

import java.util.List;

/**
 * What came of the tests of one sheet.
 *
 * @param sheet its name
 */
public record TestReport(String sheet, List<Result> results, Coverage coverage) {

    /**
     * One test.
     *
     * @param place the test's, as {@code file:line}
     * @param differences lines that show what was not as expected; empty if it passed
     */
    public record Result(String name, String place, List<String> differences) {

        /** Whether all was as expected. */
        public boolean passed() {
            return differences.isEmpty();
        }
    }

    /**
     * How much of the sheet the tests have seen.
     *
     * @param missed what no test has seen, in words for people
     */
    public record Coverage(Share targets, Share fields, Share branches, List<String> missed) {}

    /** Some of all. */
    public record Share(int seen, int all) {

        @Override
        public String toString() {
            return seen + "/" + all;
        }
    }

    public TestReport {
        results = List.copyOf(results);
    }

    /** Whether every test passed. */
    public boolean passed() {
        return results.stream().allMatch(Result::passed);
    }
}
