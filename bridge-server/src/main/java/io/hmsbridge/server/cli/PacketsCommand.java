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

    @Mixin
    private Page page;

    @Mixin
    private Connection connection;

    @Mixin
    private Output output;

    @Override
    public void run() {
        try (var client = connection.client()) {
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

    private Map<String, String> parameters() {
        var parameters = new LinkedHashMap<String, String>();
        parameters.put("event", event);
        parameters.put("target", target);
        page.addTo(parameters);
        return parameters;
    }
}
