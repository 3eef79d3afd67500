package io.hmsbridge.core.mapping;

import io.hmsbridge.api.Event;
import io.hmsbridge.core.mapping.expression.Scope;
import io.hmsbridge.core.yaml.Problem;
import io.hmsbridge.core.yaml.Problem.Severity;
import io.hmsbridge.core.yaml.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Checks, tests and tries sheets on files alone: no server, no database, nothing sent. */
public final class SheetBench {

    private final TargetDirectory directory;

    /** @param directory the targets and connectors to check against */
    public SheetBench(TargetDirectory directory) {
        this.directory = directory;
    }

    /** A sheet and all that is wrong with it. */
    public record Checked(String sheet, List<Problem> problems) {

        /** Whether it can be used. */
        public boolean isGood() {
            return problems.stream().noneMatch(p -> p.severity() == Severity.ERROR);
        }
    }

    /**
     * A sheet and what came of its tests.
     *
     * @param problems why they could not be run
     */
    public record Tested(String sheet, List<Problem> problems, Optional<TestReport> report) {

        /** Whether all tests could be run and passed. */
        public boolean passed() {
            return report.isPresent() && report.get().passed();
        }
    }

    /**
     * What a sheet would make of an event.
     *
     * @param sheet its name
     * @param version of it
     * @param matched whether the sheet maps events of that type
     * @param packets the packets, those that would not be sent among them
     */
    public record Tried(String sheet, String version, boolean matched, List<Packet> packets) {

        /**
         * One packet.
         *
         * @param connector as the sheet names it; empty if the target is declared elsewhere
         * @param with the sheet's settings of this use
         * @param shadow it would be vetted and kept, and not sent
         * @param dropped the fields that the event does not change, or does not have
         */
        public record Packet(String target, String connector, Map<String, Object> with, int part, String key,
                boolean shadow, Timing timing, Mapped.Result result, List<String> dropped) {}
    }

    /**
     * Checks one sheet, or all in a folder and below it, which are then also checked against each other.
     *
     * @throws IOException if it cannot be read
     */
    public List<Checked> check(Path fileOrFolder) throws IOException {
        return check(fileOrFolder, (_, _) -> Optional.empty());
    }

    /** {@link #check(Path)}, with what is to be said of the fields that are sent. */
    public List<Checked> check(Path fileOrFolder, FieldSaying saying) throws IOException {
        var good = new ArrayList<MappingSheet>();
        var checked = new ArrayList<Checked>();
        for (var source : sources(fileOrFolder)) {
            var read = source.read();
            var problems = new ArrayList<>(new SheetCheck(directory, true).check(read.reading(), good));
            problems.addAll(read.testProblems());
            var said = new Problems();
            saying.warn(read.reading(), said);
            problems.addAll(said.list());
            read.reading().sheet().ifPresent(good::add);
            checked.add(new Checked(source.name(), problems.stream().sorted().distinct().toList()));
        }
        return checked;
    }

    /**
     * Runs the tests of one sheet, or of all in a folder and below it.
     *
     * @throws IOException if it cannot be read
     */
    public static List<Tested> test(Path fileOrFolder) throws IOException {
        return sources(fileOrFolder).stream().map(SheetSource::read).map(SheetBench::test).toList();
    }

    static Tested test(SheetSource.Read read) {
        var problems = new ArrayList<>(read.reading().problems());
        problems.addAll(read.testProblems());
        boolean good = problems.stream().noneMatch(p -> p.severity() == Severity.ERROR);
        return new Tested(read.source().name(), problems,
                good ? Optional.of(TestRun.of(read.reading().draft(), read.tests())) : Optional.empty());
    }

    /**
     * Maps one event by one sheet that was read without an error.
     *
     * @throws IllegalArgumentException if the sheet has errors
     */
    public static Tried tryOut(SheetReader.Reading reading, Event event) {
        return tryOut(reading.sheet().orElseThrow(() -> new IllegalArgumentException("the sheet has errors")), event);
    }

    /** What is different in a sheet's other version, in words: targets and fields; empty if it makes no difference. */
    public static String changes(SheetReader.Reading before, SheetReader.Reading now) {
        return SheetChanges.between(before.draft(), now.draft());
    }

    static Tried tryOut(MappingSheet sheet, Event event) {
        var version = sheet.version().shortHash();
        var pattern = EventPattern.of(event.type());
        if (sheet.events().stream().noneMatch(pattern::overlaps)) {
            return new Tried(sheet.name(), version, false, List.of());
        }
        var packets = new ArrayList<Tried.Packet>();
        sheet.map(event, Scope.of(event), (index, part, key, timing, result) -> {
            var target = sheet.targets().get(index);
            packets.add(new Tried.Packet(target.target(), target.connector(), target.with(), part, key,
                    target.plan().shadow(), timing, result, dropped(target, result)));
        });
        return new Tried(sheet.name(), version, true, packets);
    }

    /**
     * Reads one sheet with what lies beside it.
     *
     * @throws IOException if it cannot be read
     */
    public static SheetReader.Reading read(Path sheet) throws IOException {
        return sources(sheet).getFirst().read().reading();
    }

    private static List<String> dropped(TargetMapping target, Mapped.Result result) {
        return result instanceof Mapped.Result.Failed ? List.of()
                : CoverageCount.absent(target,
                        result instanceof Mapped.Result.Content content ? content.content() : Map.of());
    }

    private static List<SheetSource> sources(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            var files = SheetFiles.beside(path);
            var name = path.getFileName().toString();
            var tests =
                    files.testsOf(name).map(e -> Map.entry(path.resolveSibling(e.getKey()).toString(), e.getValue()));
            return List.of(new SheetSource(path.toString(), Files.readAllBytes(path), tests, files.beside(name)));
        }
        var files = SheetFiles.in(path);
        return new TreeMap<>(files.sheets()).entrySet().stream().map(sheet -> new SheetSource(
                path.resolve(sheet.getKey()).toString(), sheet.getValue(), files.testsOf(sheet.getKey())
                        .map(e -> Map.entry(path.resolve(e.getKey()).toString(), e.getValue())),
                files.beside(sheet.getKey()))).toList();
    }
}
