package io.hmsbridge.server.cli;

import java.time.Instant;
import java.util.LinkedHashMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Commands about packets that wait for their effective date. */
final class ScheduledCommands {

    private ScheduledCommands() {}

    @Command(name = "scheduled", description = "List packets that wait for their effective date, the first due first.")
    static final class Scheduled implements Runnable {

        @Option(names = "--target", paramLabel = "NAME", description = "Those of this target.")
        private String target;

        @Option(names = "--limit", paramLabel = "N", defaultValue = "50", description = "At most so many.")
        private int limit;

        @Mixin
        private Connection connection;

        @Mixin
        private Output output;

        @Override
        public void run() {
            var parameters = new LinkedHashMap<String, String>();
            parameters.put("target", target);
            parameters.put("limit", String.valueOf(limit));
            try (var client = connection.client()) {
                new PacketLine(output).counted(client.get("/v1/packets/scheduled", parameters));
            }
        }
    }

    @Command(name = "reschedule", description = "Give a packet that waits for its effective date another one.")
    static final class Reschedule implements Runnable {

        @Parameters(paramLabel = "ID", description = "The packet, as pkt-17.")
        private String id;

        @Option(names = "--target", paramLabel = "NAME", required = true, description = "Its target.")
        private String target;

        @Option(names = "--revision", paramLabel = "N", defaultValue = "0", description = "Its revision.")
        private long revision;

        @Option(names = "--to", paramLabel = "TIME", required = true, converter = Moment.class,
                description = "When it is due: 2026-12-07T09:00:00Z, or 2h for in two hours.")
        private Instant due;

        @Option(names = {"--why", "--reason"}, paramLabel = "TEXT", defaultValue = "",
                description = "The reason, for the ledger.")
        private String why;

        @Mixin
        private Connection connection;

        @Mixin
        private Output output;

        @Override
        public void run() {
            try (var client = connection.client()) {
                var answer = ActRequest.of("reschedule", why).with("target", target).of(id, target, revision)
                        .with("due", due.toString()).post(client);
                output.print(answer.fields(), () -> id + ": due " + due);
            }
        }
    }
}
