package io.hmsbridge.server.cli;

import io.hmsbridge.core.mapping.SheetBench;
import io.hmsbridge.core.mapping.SheetBench.Tested;
import io.hmsbridge.core.mapping.TestReport;
import io.hmsbridge.core.yaml.Problem;
import io.hmsbridge.server.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "test", description = {"Run the tests of a mapping sheet, or of all in a folder.",
    "Needs no server. Exit status 1 if a test fails, 2 if a sheet cannot be read."})
final class MappingsTestCommand implements Callable<Integer> {

    @Parameters(arity = "0..1", paramLabel = "FILE|FOLDER",
            description = "What to test (default: the configured folder of mapping sheets).")
    private Path path;

    @Option(names = "--junit", paramLabel = "FILE", description = "Write the result there too, as JUnit's XML.")
    private Path junit;

    @Option(names = "--coverage", description = "List what no test has seen.")
    private boolean coverage;

    @Mixin
    private ConfigOptions options;

    @Mixin
    private Output output;

    @Override
    public Integer call() throws ConfigException, IOException {
        var what = path == null ? options.reader().read(options.file()).config().mappings() : path;
        if (!Files.exists(what)) {
            throw CommandFailure.invalid("there is no file or folder " + what);
        }
        var tested = SheetBench.test(what);
        if (junit != null) {
            report(tested).write(junit);
        }
        tested.forEach(this::print);
        long failed = results(tested).stream().filter(r -> !r.passed()).count();
        long unreadable = tested.stream().filter(t -> t.report().isEmpty()).count();
        if (!output.isJson()) {
            output.line("%d passed, %d failed%s".formatted(results(tested).size() - failed, failed,
                    unreadable == 0 ? "" : ", " + unreadable + " sheets cannot be read"));
        }
        return unreadable > 0 ? ExitCode.INVALID : failed > 0 ? ExitCode.FAILED : ExitCode.OK;
    }

    private static List<TestReport.Result> results(List<Tested> tested) {
        return tested.stream().flatMap(t -> t.report().stream()).flatMap(r -> r.results().stream()).toList();
    }

    private void print(Tested tested) {
        if (tested.report().isEmpty()) {
            tested.problems().forEach(problem -> output.print(MappingsCheckCommand.fields(problem), problem::render));
            return;
        }
        var report = tested.report().get();
        if (output.isJson()) {
            report.results().forEach(result -> output.print(fields(report.sheet(), result), () -> ""));
            return;
        }
        output.line(report.sheet() + (report.results().isEmpty() ? "  no tests" : "  " + coverage(report.coverage())));
        for (var result : report.results()) {
            output.line("  " + (result.passed() ? output.coloured("green", "passed") : output.coloured("red", "FAILED"))
                    + "  "
                    + result.name() + (result.passed() ? "" : "  (" + result.place() + ")"));
            result.differences().forEach(line -> output.line("    " + line));
        }
        if (coverage) {
            report.coverage().missed().forEach(missed -> output.line("  not seen: " + missed));
        }
    }

    private static String coverage(TestReport.Coverage coverage) {
        return "targets " + coverage.targets() + ", fields " + coverage.fields()
                + (coverage.branches().all() == 0 ? "" : ", branches " + coverage.branches());
    }

    private static Map<String, Object> fields(String sheet, TestReport.Result result) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("sheet", sheet);
        fields.put("test", result.name());
        fields.put("place", result.place());
        fields.put("passed", result.passed());
        fields.put("differences", result.differences());
        return fields;
    }

    private static JUnitReport report(List<Tested> tested) {
        var junit = new JUnitReport();
        for (var sheet : tested) {
            junit.suite(sheet.sheet());
            sheet.report().ifPresentOrElse(report -> report.results().forEach(result -> {
                if (result.passed()) {
                    junit.passed(result.name());
                } else {
                    junit.failed(result.name(), result.differences().getFirst(),
                            result.place() + "\n" + String.join("\n", result.differences()));
                }
            }), () -> junit.failed("the sheet can be read", sheet.problems().getFirst().summary(),
                    sheet.problems().stream().map(Problem::render).collect(Collectors.joining("\n"))));
        }
        return junit;
    }
}
