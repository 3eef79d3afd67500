package io.hmsbridge.core.governance;

import java.util.List;

/**
 * What came of a test that stands in a policy.
 *
 * @param place the test's, as {@code file:line}
 * @param differences lines that show what was not as expected; empty if it passed
 */
public record TestResult(String name, String place, List<String> differences) {

    /** Whether all was as expected. */
    public boolean passed() {
        return differences.isEmpty();
    }
}
