package io.hmsbridge.server.cli;

import io.hmsbridge.core.json.ExactJson;
import io.hmsbridge.core.mapping.SheetBench;
import io.hmsbridge.core.problem.ProblemCode;
import io.hmsbridge.core.yaml.Problem;
import io.hmsbridge.server.FolderTrouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "diff",
        description = {
            "Show which packets change, and how, if one sheet takes the place of another: both are followed over"
                    + " the events that a server has recorded. Nothing is sent.",
            "Sheets are files, or versions as bridge mappings list shows them."},
        footer = {"", "bridge mappings diff mappings/per-diem.yaml per-diem.new.yaml --since 7d"})
final class MappingsDiffCommand implements Callable<Integer> {

    private static final Pattern VERSION = Pattern.compile("[0-9a-f]{12,64}");

    @Parameters(index = "0", paramLabel = "OLD", description = "The sheet as it is.")
    private String old;

    @Parameters(index = "1", paramLabel = "NEW", description = "The sheet as it is to be.")
    private String fresh;

    @Option(names = "--since", paramLabel = "TIME", converter = Age.class, defaultValue = "7d",
            description = "Over the events accepted in the last 30m, 24h or 7d (default: 7d).")
    private Duration since;

    @Option(names = "--limit", paramLabel = "N", defaultValue = "20",
            description = "The most packets to show (default: 20); all are counted.")
    private int limit;

    @Option(names = "--exit-code", description = "End with 1 if a packet changes.")
    private boolean exitCode;

    @Mixin
    private Connection connection;

    @Mixin
    private Output output;

    @Override
    public Integer call() {
        var order = order();
        var sum = new DiffSum();
        try (var client = connection.client()) {
            JsonView part;
            do {
                order.put("limit", (long) Math.clamp(limit - sum.shown(), 0, 100));
                part = client.post("/v1/mappings:diff", Map.of(), ExactJson.write(order));
                sum.add(part);
                part.list("differences").forEach(difference -> output.print(difference.fields(),
                        () -> DiffSum.text(difference)));
                order.put("after", part.fields().get("after"));
                order.put("upto", part.fields().get("upto"));
            } while (order.get("after") != null);
        }
        output.print(sum.fields(), sum::text);
        return exitCode && sum.changes() > 0 ? ExitCode.FAILED : ExitCode.OK;
    }

    /** The window is fixed here, so that all parts of the answer are of the same one. */
    private Map<String, Object> order() {
        var now = Instant.now().truncatedTo(ChronoUnit.MILLIS).plusMillis(1);
        var order = new LinkedHashMap<String, Object>();
        order.put("old", sheet(old));
        order.put("new", sheet(fresh));
        order.put("from", now.minus(since).toString());
        order.put("to", now.toString());
        return order;
    }

    /** The sheet's text with its lookup files, or the version as it was written. */
    private static String sheet(String what) {
        var file = Path.of(what);
        if (!Files.exists(file) && VERSION.matcher(what).matches()) {
            return what;
        }
        try {
            var reading = SheetBench.read(file);
            if (reading.sheet().isEmpty()) {
                throw new CommandFailure(ExitCode.INVALID, ProblemCode.SHEET, "the sheet " + what + " cannot be used",
                        reading.problems().stream().map(Problem::render).collect(Collectors.joining("\n")));
            }
            return reading.draft().version().content();
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.INVALID, "cannot read " + what + ": " + FolderTrouble.reason(e));
        }
    }
}
