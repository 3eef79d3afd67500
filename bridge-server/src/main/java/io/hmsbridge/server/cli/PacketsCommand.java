package io.hmsbridge.server.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "packets", description = "Look for packets in the ledger, the newest first; act on dead ones.",
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

    @Option(names = "--type", paramLabel = "TYPE", description = "Those of events of this type only.")
    private String type;

    @Option(names = "--key", paramLabel = "KEY", description = "Those of this key only.")
    private String key;

    @Option(names = "--state", paramLabel = "STATE",
            description = "Those in these states only (SENT,DEAD); with --follow: changes into these.")
    private String state;

    @Option(names = "--from", paramLabel = "TIME",
            description = "Those of events accepted at this time or later (2026-11-24T08:00:00Z).")
    private String from;

    @Option(names = "--to", paramLabel = "TIME", description = "Those of events accepted before this time.")
    private String to;

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
            list(client);
        }
    }

    /** A page may be short before the end: the next ones are asked for until there are as many as are wanted. */
    private void list(BridgeClient client) {
        var line = new PacketLine(output);
        var parameters = filter();
        parameters.put("event", event);
        parameters.put("from", from);
        parameters.put("to", to);
        parameters.put("before", page.before());
        long limit = page.limit().orElse(Page.USUAL);
        long left = limit;
        JsonView answer;
        do {
            parameters.put("limit", String.valueOf(Math.min(left, Page.MOST)));
            answer = client.get("/v1/packets", parameters);
            var packets = answer.list("packets");
            packets.forEach(packet -> output.print(packet.fields(), () -> line.of(packet) + line.governance(packet)));
            left -= packets.size();
            parameters.put("before", answer.text("before"));
        } while (left > 0 && !answer.text("before").isEmpty());
        if (output.isJson()) {
            return;
        }
        if (left == limit) {
            output.line("There are no such packets.");
        } else {
            Page.tellOfMore(answer, output);
        }
    }

    private void follow(BridgeClient client) {
        if (event != null) {
            throw CommandFailure.invalid("--event does not go with --follow: bridge emit --wait follows one event");
        }
        if (from != null || to != null) {
            throw CommandFailure
                    .invalid("--from and --to do not go with --follow, which shows what happens from now on");
        }
        new PacketFollowing(client, output, page.limit()).run(filter());
    }

    private Map<String, String> filter() {
        var parameters = new LinkedHashMap<String, String>();
        parameters.put("target", target);
        parameters.put("type", type);
        parameters.put("key", key);
        parameters.put("state", state);
        return parameters;
    }
}
