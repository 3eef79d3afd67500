package io.hmsbridge.server.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "packets", description = "List packets from the ledger, newest first; act on dead ones.",
        subcommands = {DeadCommands.Dead.class, DeadCommands.Requeue.class, DeadCommands.Discard.class,
            DeadCommands.Redirect.class, ScheduledCommands.Scheduled.class, ScheduledCommands.Reschedule.class,
            ShowCommands.Packet.class})
final class PacketsCommand implements Runnable {

    @Option(names = "--event", paramLabel = "NUMBER", description = "Those of this event only.")
    private String event;

    @Option(names = "--target", paramLabel = "NAME", description = "Those of this target only.")
    private String target;

    @Option(names = {"-f", "--follow"},
            description = "Show what becomes of packets from now on, until Ctrl-C; goes on without"
                    + " a gap if the server is away for a while. With --limit, until so many lines were shown.")
    private boolean follow;

    @Option(names = "--type", paramLabel = "TYPE", description = "With --follow: those of events of this type only.")
    private String type;

    @Option(names = "--key", paramLabel = "KEY", description = "With --follow: those of this key only.")
    private String key;

    @Option(names = "--state", paramLabel = "STATE",
            description = "With --follow: changes into these states only (SENT,DEAD).")
    private String state;

    @Mixin
    private Page page;

    @Mixin
    private Connection connection;

    @Mixin
    private Output output;

    @Override
    public void run() {
        try (var client = connection.client()) {
            if (follow) {
                follow(client);
                return;
            }
            if (type != null || key != null || state != null) {
                throw CommandFailure.invalid("--type, --key and --state go with --follow");
            }
            var answer = client.get("/v1/packets", parameters());
            var packets = answer.list("packets");
            var line = new PacketLine(output);
            packets.forEach(packet -> output.print(packet.fields(), () -> line.of(packet) + line.governance(packet)));
            if (output.isJson()) {
                return;
            }
            if (packets.isEmpty()) {
                output.line("There are no such packets.");
            } else {
                Page.tellOfMore(answer, output);
            }
        }
    }

    private void follow(BridgeClient client) {
        if (event != null) {
            throw CommandFailure.invalid("--event does not go with --follow: bridge emit --wait follows one event");
        }
        var parameters = new LinkedHashMap<String, String>();
        parameters.put("target", target);
        parameters.put("type", type);
        parameters.put("key", key);
        parameters.put("state", state);
        new PacketFollowing(client, output, page.limit()).run(parameters);
    }

    private Map<String, String> parameters() {
        var parameters = new LinkedHashMap<String, String>();
        parameters.put("event", event);
        parameters.put("target", target);
        page.addTo(parameters);
        return parameters;
    }
}
