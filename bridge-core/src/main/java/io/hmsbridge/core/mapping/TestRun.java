package io.hmsbridge.core.mapping;

import io.hmsbridge.core.mapping.Mapped.Result;
import io.hmsbridge.core.mapping.SheetTest.Expected;
import io.hmsbridge.core.mapping.expression.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs the tests of one sheet. Pure, and quick: nothing is sent or stored. */
final class TestRun {

    private final MappingSheet sheet;
    private final CoverageCount coverage;

    private TestRun(MappingSheet sheet) {
        this.sheet = sheet;
        coverage = new CoverageCount(sheet);
    }

    static TestReport of(MappingSheet sheet, List<SheetTest> tests) {
        var run = new TestRun(sheet);
        var results = tests.stream().map(run::run).toList();
        return new TestReport(sheet.name(), results, run.coverage.total());
    }

    private TestReport.Result run(SheetTest test) {
        var mapped = new ArrayList<Mapped>();
        var differences = new ArrayList<String>();
        if (sheet.events().stream().anyMatch(pattern -> pattern.overlaps(EventPattern.of(test.event().type())))) {
            sheet.map(test.event(), Scope.of(test.event()), (index, part, key, timing, result) -> mapped.add(
                    new Mapped(index, sheet.targets().get(index).target(), 0, part, key, false, timing, result)));
            coverage.saw(mapped);
        } else {
            differences.add("the sheet does not map events of type " + test.event().type());
        }
        test.packets().forEach((target, expected) -> compare(target, expected, of(target, mapped), differences));
        test.keys().forEach((target, key) -> compareKey(target, key, of(target, mapped), differences));
        return new TestReport.Result(test.name(), test.position().source().name() + ":" + test.position().line(),
                differences);
    }

    private static List<Mapped> of(String target, List<Mapped> mapped) {
        return mapped.stream().filter(m -> m.targetName().equals(target)).toList();
    }

    private static void compare(String target, Expected expected, List<Mapped> made, List<String> differences) {
        switch (expected) {
            case Expected.Packets(var contents) -> {
                if (made.stream().anyMatch(m -> m.result() instanceof Result.Failed)) {
                    differences.add(target + ": expected " + count(contents.size()) + ", but " + words(made));
                    return;
                }
                var sent = contents(made);
                var diff = contents.size() == 1 && sent.size() == 1
                        ? ContentDiff.between(contents.getFirst(), sent.getFirst())
                        : ContentDiff.between(contents, sent);
                if (!diff.isEmpty()) {
                    differences
                            .add(target + ": expected (-) and made (+)" + (sent.isEmpty() ? "; " + words(made) : ""));
                    differences.addAll(diff);
                }
            }
            case Expected.Unchanged _ -> check(target, "it to be unchanged", made,
                    made.size() == 1 && made.getFirst().result() instanceof Result.Unchanged, differences);
            case Expected.Nothing _ -> check(target, "no packet", made, made.isEmpty(), differences);
            case Expected.Dead(var reason) ->
                    check(target, "a dead packet" + (reason.isEmpty() ? "" : " for: " + reason), made,
                            made.stream().anyMatch(
                                    m -> m.result() instanceof Result.Failed(var why) && why.contains(reason)),
                            differences);
        }
    }

    private static void check(String target, String expected, List<Mapped> made, boolean holds,
            List<String> differences) {
        if (!holds) {
            differences.add(target + ": expected " + expected + ", but " + words(made));
            contents(made).forEach(content -> differences.addAll(ContentDiff.between(Map.of(), content)));
        }
    }

    private static void compareKey(String target, String key, List<Mapped> made, List<String> differences) {
        made.stream().map(Mapped::key).filter(k -> !k.equals(key)).distinct()
                .forEach(k -> differences.add(target + ": expected the key " + key + ", but it is " + k));
    }

    private static List<Object> contents(List<Mapped> made) {
        return made.stream()
                .flatMap(m -> m.result() instanceof Result.Content content ? List.of(content.content()).stream()
                        : List.of().stream())
                .toList();
    }

    private static String words(List<Mapped> made) {
        if (made.isEmpty()) {
            return "there is no packet: a condition did not hold";
        }
        return made.stream().map(Mapped::result).filter(r -> !(r instanceof Result.Content)).findFirst()
                .map(result -> switch (result) {
                    case Result.Failed(var why) -> "it is dead: " + why;
                    case Result.Unchanged(var why) -> "it is unchanged: " + why;
                    case Result.Content _ -> "";
                }).orElse("there is " + count(made.size()));
    }

    private static String count(int packets) {
        return packets == 1 ? "one packet" : packets + " packets";
    }
}
