package io.hmsbridge.server.cli;

import io.hmsbridge.core.OfflineTargets;
import io.hmsbridge.core.mapping.SheetBench;
import io.hmsbridge.core.mapping.SheetBench.Checked;
import io.hmsbridge.core.yaml.Problem;
import io.hmsbridge.core.yaml.Problem.Severity;
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

@Command(name = "check", description = {"List every problem of a mapping sheet, or of all in a folder, with its place.",
    "Needs no server. Exit status 2 if a sheet cannot be used; what governance would do to its fields is only warned of."})
final class MappingsCheckCommand implements Callable<Integer> {

    @Parameters(arity = "0..1", paramLabel = "FILE|FOLDER",
            description = "What to check (default: the configured folder of mapping sheets).")
    private Path path;

    @Option(names = "--all", description = "All sheets of the configured folder, together.")
    private boolean all;

    @Option(names = "--junit", paramLabel = "FILE", description = "Write the result there too, as JUnit's XML.")
    private Path junit;

    @Mixin
    private ConfigOptions options;

    @Mixin
    private Output output;

    @Override
    public Integer call() throws ConfigException, IOException {
        var config = options.reader().read(options.file()).config();
        var what = path == null || all ? config.mappings() : path;
        if (!Files.exists(what)) {
            throw CommandFailure.invalid("there is no file or folder " + what);
        }
        List<Checked> checked;
        try (var targets = new OfflineTargets(config.targets(), config.windows().keySet(), config.plugins().folder(),
                config.plugins().trust(), System::getenv)) {
            var governance = Vetting.policy(config.governance());
            checked = new SheetBench(targets).check(what, new GovernedFields(governance));
        }
        if (junit != null) {
            report(checked).write(junit);
        }
        checked.stream().flatMap(sheet -> sheet.problems().stream())
                .forEach(problem -> output.print(fields(problem), problem::render));
        long bad = checked.stream().filter(sheet -> !sheet.isGood()).count();
        if (!output.isJson()) {
            output.line(summary(checked.size(), bad));
        }
        return bad == 0 ? ExitCode.OK : ExitCode.INVALID;
    }

    private static String summary(int sheets, long bad) {
        var all = sheets == 1 ? "1 sheet" : sheets + " sheets";
        return bad == 0 ? all + " can be used." : bad + " of " + all + " cannot be used.";
    }

    private static JUnitReport report(List<Checked> checked) {
        var report = new JUnitReport();
        report.suite("mapping sheets");
        for (var sheet : checked) {
            if (sheet.isGood()) {
                report.passed(sheet.sheet());
            } else {
                var errors = sheet.problems().stream().filter(p -> p.severity() == Severity.ERROR).toList();
                report.failed(sheet.sheet(), errors.getFirst().summary(),
                        errors.stream().map(Problem::render).collect(Collectors.joining("\n")));
            }
        }
        return report;
    }

    static Map<String, Object> fields(Problem problem) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("file", problem.file());
        fields.put("line", (long) problem.line());
        fields.put("column", (long) problem.column());
        fields.put("severity", problem.severity().name());
        fields.put("message", problem.message());
        fields.put("suggestion", problem.suggestion());
        return fields;
    }
}
