package io.hmsbridge.core.mapping;

import io.hmsbridge.core.yaml.Problem;
import io.hmsbridge.core.yaml.YamlDocument;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A sheet as it lies on the disk, with the files that belong to it.
 *
 * @param name as people are to see it
 * @param tests its file of tests, by its name
 */
record SheetSource(String name, byte[] yaml, Optional<Map.Entry<String, byte[]>> tests, LookupFiles files) {

    /**
     * A sheet that was read.
     *
     * @param asked the lookup files that it asked for; null for one that was not there
     * @param tests those in the sheet, and those in the file beside it
     * @param testProblems what is wrong with the file beside it
     */
    record Read(SheetSource source, Map<String, byte[]> asked, SheetReader.Reading reading, List<SheetTest> tests,
            List<Problem> testProblems) {

        /** Whether reading this would give the same. */
        boolean isStill(SheetSource now) {
            return Arrays.equals(source.yaml, now.yaml) && Arrays.equals(testsOf(source), testsOf(now))
                    && asked.entrySet()
                            .stream()
                            .allMatch(e -> Arrays.equals(e.getValue(), now.files.read(e.getKey()).orElse(null)));
        }

        private static byte[] testsOf(SheetSource source) {
            return source.tests.map(Map.Entry::getValue).orElse(null);
        }
    }

    Read read() {
        var asked = new HashMap<String, byte[]>();
        var reading = SheetReader.read(name, yaml, path -> {
            var content = files.read(path);
            asked.put(path, content.orElse(null));
            return content;
        });
        var all = new ArrayList<>(reading.tests());
        if (tests.isEmpty()) {
            return new Read(this, asked, reading, all, List.of());
        }
        var document = YamlDocument.parse(tests.get().getKey(), tests.get().getValue());
        all.addAll(new TestsReader(reading.draft()).read(document.map().allowOnly("tests")));
        return new Read(this, asked, reading, all, document.problems().list());
    }
}
