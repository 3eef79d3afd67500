package io.hmsbridge.server.cli;

import io.hmsbridge.api.Event;
import io.hmsbridge.core.json.ExactJson;
import io.hmsbridge.core.json.JsonProblem;
import io.hmsbridge.core.problem.ProblemCode;
import io.hmsbridge.server.FolderTrouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "emit", description = "Emit an event: TYPE with its data, or a file that holds whole events.",
        footer = {"", "bridge emit policy.per_diem.updated --data '{\"new_rate\": 68}' --wait 5s"})
final class EmitCommand implements Callable<Integer> {

    @Parameters(index = "0", arity = "0..1", paramLabel = "TYPE",
            description = "The event's type. Without it, the file holds a CloudEvent in JSON, or an array of them.")
    private String type;

    @ArgGroup
    private Data data = new Data();

    @Option(names = "--subject",
            description = "What the event is about; packets keep their order among those of one subject.")
    private String subject;

    @Option(names = "--id",
            description = "The event's id within its source; emitting it again changes nothing (default: a new one).")
    private String id;

    @Option(names = "--source", description = "Where the event comes from (default: " + Event.DEFAULT_SOURCE + ").")
    private String source;

    @Option(names = "--effective-at", paramLabel = "TIME", converter = Moment.class,
            description = "Its packets wait until then: 2026-12-07T00:00:00Z, or 2h for in two hours.")
    private Instant effectiveAt;

    @Option(names = "--wait", paramLabel = "TIME",
            description = "Wait until it is delivered, for instance 5s; exit status 1 if it is not by then.")
    private String wait;

    @Mixin
    private Connection connection;

    @Mixin
    private Output output;

    /** Where the data is, or the whole event. */
    static final class Data {

        @Option(names = "--data", paramLabel = "JSON", description = "The event's data, a JSON object.")
        private String json;

        @Option(names = {"-f", "--file"}, paramLabel = "FILE",
                description = "File with the data, or with whole events; - reads the standard input.")
        private String file;
    }

    @Override
    public Integer call() {
        var body = type == null ? wholeEvents() : ExactJson.write(event());
        try (var client = connection.client()) {
            var answer = client.post("/v1/events", wait == null ? Map.of() : Map.of("wait", wait), body);
            var events = answer.fields().containsKey("events") ? answer.list("events") : List.of(answer);
            events.forEach(event -> output.print(event.fields(), () -> forPeople(event)));
            return wait == null || events.stream().allMatch(EmitCommand::isDelivered) ? ExitCode.OK
                    : notDelivered(events);
        }
    }

    private byte[] wholeEvents() {
        if (data.file == null) {
            throw CommandFailure.invalid("name the event's type, or a file with --file that holds the whole event");
        }
        if (subject != null || id != null || source != null || effectiveAt != null) {
            throw CommandFailure.invalid(
                    "--subject, --id, --source and --effective-at belong to an event whose TYPE is given; a whole event has its own");
        }
        return read(data.file);
    }

    private Map<String, Object> event() {
        var event = new LinkedHashMap<String, Object>();
        event.put("specversion", "1.0");
        event.put("id", id == null ? UUID.randomUUID().toString() : id);
        event.put("source", source == null ? Event.DEFAULT_SOURCE : source);
        event.put("type", type);
        if (subject != null) {
            event.put("subject", subject);
        }
        if (effectiveAt != null) {
            event.put("effectiveat", effectiveAt.toString());
        }
        event.put("data", data());
        return event;
    }

    private Object data() {
        try {
            return data.file != null ? ExactJson.read(read(data.file))
                    : data.json != null ? ExactJson.read(data.json) : Map.of();
        } catch (JsonProblem problem) {
            throw new CommandFailure(ExitCode.INVALID, ProblemCode.NOT_JSON,
                    "the event's data: " + problem.getMessage());
        }
    }

    private static byte[] read(String file) {
        try {
            return file.equals("-") ? System.in.readAllBytes() : Files.readAllBytes(Path.of(file));
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.INVALID, "cannot read " + file + ": " + FolderTrouble.reason(e));
        }
    }

    private String forPeople(JsonView event) {
        var text = new StringBuilder(event.is("duplicate") ? "accepted before as event " : "accepted as event ")
                .append(event.text("number"));
        var packets = event.list("packets");
        if (packets.isEmpty()) {
            text.append(", which no mapping sheet matches [").append(ProblemCode.UNMATCHED_EVENT.code()).append(']');
        }
        var line = new PacketLine(output);
        packets.forEach(packet -> text.append(System.lineSeparator()).append(line.of(packet)));
        return text.toString();
    }

    private static boolean isDelivered(JsonView event) {
        return event.list("packets").stream().map(packet -> packet.text("state"))
                .allMatch(state -> state.equals("SENT") || state.equals("UNCHANGED") || state.equals("SUPERSEDED"));
    }

    private int notDelivered(List<JsonView> events) {
        var dead = events.stream().flatMap(event -> event.list("packets").stream())
                .filter(packet -> packet.text("state").equals("DEAD"))
                .map(packet -> packet.text("id") + " to " + packet.text("target")).collect(Collectors.joining(", "));
        output.error("bridge: accepted, and "
                + (dead.isEmpty() ? "not delivered to every target yet" : "given up as DEAD: " + dead)
                + " [" + ProblemCode.NOT_DELIVERED.code() + "]");
        return ExitCode.FAILED;
    }
}
