package io.hmsbridge.server.cli;

import io.hmsbridge.api.Event;
import io.hmsbridge.api.Packet;
import io.hmsbridge.core.GovernanceBench;
import io.hmsbridge.core.event.EventReader;
import io.hmsbridge.core.event.EventRefusedException;
import io.hmsbridge.core.governance.Governance;
import io.hmsbridge.core.json.ExactJson;
import io.hmsbridge.core.json.JsonProblem;
import io.hmsbridge.core.mapping.Mapped;
import io.hmsbridge.core.mapping.SheetBench;
import io.hmsbridge.core.mapping.SheetBench.Tried;
import io.hmsbridge.core.mapping.SheetReader;
import io.hmsbridge.core.problem.ProblemCode;
import io.hmsbridge.core.yaml.Problem;
import io.hmsbridge.server.FolderTrouble;
import io.hmsbridge.server.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
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
        description = {"Show what a mapping sheet would make of an event. Needs no server, and sends nothing."},
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
    private Output output;

    @Override
    public Integer call() throws ConfigException, IOException {
        var reading = reading();
        if (reading.sheet().isEmpty()) {
            throw new CommandFailure(ExitCode.INVALID, ProblemCode.SHEET, "the sheet cannot be used",
                    reading.problems().stream().map(Problem::render).collect(Collectors.joining("\n")));
        }
        var governance = governance();
        for (var one : events()) {
            var tried = SheetBench.tryOut(reading, one);
            if (!tried.matched()) {
                output.print(Map.of("matched", false),
                        () -> "The sheet does not map events of type " + one.type() + ".");
            } else if (tried.packets().isEmpty()) {
                output.print(Map.of("matched", false),
                        () -> "No condition of the sheet holds for the event: no packets.");
            }
            tried.packets().forEach(packet -> output.print(fields(packet, governance),
                    () -> forPeople(packet, governance)));
        }
        return ExitCode.OK;
    }

    private Governance governance() throws ConfigException, IOException {
        var options = new ConfigOptions();
        var file = policy != null ? Optional.of(policy)
                : options.reader().read(options.file()).config().governance();
        return Vetting.policy(file);
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

    private static Map<String, Object> fields(Tried.Packet packet, Governance governance) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("matched", true);
        fields.put("target", packet.target());
        fields.put("part", (long) packet.part());
        fields.put("key", packet.key());
        switch (packet.result()) {
            case Mapped.Result.Content(var form, var content) -> {
                fields.put("form", form.name());
                Vetting.put(fields, GovernanceBench.tryOut(governance, packet.target(), content));
            }
            case Mapped.Result.Unchanged(var why) -> {
                fields.put("state", "UNCHANGED");
                fields.put("detail", why);
            }
            case Mapped.Result.Failed(var why) -> {
                fields.put("state", "DEAD");
                fields.put("detail", why);
            }
        }
        fields.put("dropped", packet.dropped());
        return fields;
    }

    private static String forPeople(Tried.Packet packet, Governance governance) {
        var head = packet.target() + (packet.part() == 0 ? "" : "." + packet.part()) + " (key " + packet.key() + ") → ";
        var dropped = packet.dropped().isEmpty() ? "" : "\n  not in it: " + String.join(", ", packet.dropped());
        return head + switch (packet.result()) {
            case Mapped.Result.Content(var form, var content) -> {
                var vetted = GovernanceBench.tryOut(governance, packet.target(), content);
                yield !vetted.blocked().isEmpty() ? Vetting.forPeople(vetted)
                        : ExactJson.writeString(vetted.content()) + (form == Packet.Form.FIELDS ? "" : "  " + form)
                                + Vetting.notes(vetted) + dropped;
            }
            case Mapped.Result.Unchanged(var why) -> "UNCHANGED: " + why;
            case Mapped.Result.Failed(var why) -> "DEAD: " + why;
        };
    }
}
