package io.hmsbridge.server.cli;

import io.hmsbridge.api.Event;
import io.hmsbridge.core.OfflineTargets;
import io.hmsbridge.core.event.EventReader;
import io.hmsbridge.core.event.EventRefusedException;
import io.hmsbridge.core.governance.Governance;
import io.hmsbridge.core.json.JsonProblem;
import io.hmsbridge.core.mapping.SheetBench;
import io.hmsbridge.core.mapping.SheetReader;
import io.hmsbridge.core.problem.ProblemCode;
import io.hmsbridge.core.yaml.Problem;
import io.hmsbridge.server.FolderTrouble;
import io.hmsbridge.server.config.BridgeConfig;
import io.hmsbridge.server.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "try",
        description = {
            "Show what a mapping sheet would make of an event: each target's packet, what governance does to it, and"
                    + " the request that its connector would make. Needs no server, and sends nothing."},
        footer = {"", "bridge mappings try mappings/per-diem.yaml event.json"})
final class MappingsTryCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "SHEET", description = "The sheet's file.")
    private Path sheet;

    @Parameters(index = "1", paramLabel = "EVENT",
            description = "File with the event, or with a bare {type, data}; - reads the standard input.")
    private String event;

    @Option(names = "--governance", paramLabel = "FILE",
            description = "The governance policy (default: that of the configuration, else the default policy).")
    private Path policy;

    @Mixin
    private ConfigOptions options;

    @Mixin
    private Output output;

    @Override
    public Integer call() throws ConfigException, IOException {
        var reading = reading();
        if (reading.sheet().isEmpty()) {
            throw new CommandFailure(ExitCode.INVALID, ProblemCode.SHEET, "the sheet cannot be used",
                    reading.problems().stream().map(Problem::render).collect(Collectors.joining("\n")));
        }
        var config = options.reader().read(options.file()).config();
        var governance = governance(config);
        try (var targets = new OfflineTargets(config.targets(), config.windows().keySet(), config.plugins().folder(),
                config.plugins().trust(), System::getenv)) {
            for (var one : events()) {
                var tried = SheetBench.tryOut(reading, one);
                if (tried.packets().isEmpty()) {
                    output.print(Map.of("matched", false), () -> tried.matched()
                            ? "No condition of the sheet holds for the event: no packets."
                            : "The sheet does not map events of type " + one.type() + ".");
                }
                tried.packets().stream().map(packet -> TriedText.of(packet, governance,
                        (form, content) -> targets.preview(one, packet, form, content)))
                        .forEach(shown -> output.print(shown.fields(), shown::forPeople));
            }
        }
        return ExitCode.OK;
    }

    private Governance governance(BridgeConfig config) throws IOException {
        return Vetting.policy(policy != null ? Optional.of(policy) : config.governance());
    }

    private SheetReader.Reading reading() {
        try {
            return SheetBench.read(sheet);
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.INVALID, "cannot read " + sheet + ": " + FolderTrouble.reason(e));
        }
    }

    private List<Event> events() {
        try {
            var bytes = event.equals("-") ? System.in.readAllBytes() : Files.readAllBytes(Path.of(event));
            return new EventReader(Clock.systemUTC()).read(bytes);
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.INVALID, "cannot read " + event + ": " + FolderTrouble.reason(e));
        } catch (EventRefusedException | JsonProblem e) {
            throw new CommandFailure(ExitCode.INVALID, ProblemCode.EVENT_REFUSED, event + ": " + e.getMessage());
        }
    }
}
