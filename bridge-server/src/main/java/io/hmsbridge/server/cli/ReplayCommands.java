package io.hmsbridge.server.cli;

import io.hmsbridge.core.json.ExactJson;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands below {@code bridge replay}. */
final class ReplayCommands {

    private ReplayCommands() {}

    @Command(name = "list", description = "List replays, the newest first.")
    static final class Listing implements Runnable {

        @Option(names = "--limit", paramLabel = "N", defaultValue = "20", description = "At most so many.")
        private int limit;

        @Mixin
        private Connection connection;

        @Mixin
        private Output output;

        @Override
        public void run() {
            try (var client = connection.client()) {
                var jobs = client.get("/v1/replays", Map.of("limit", String.valueOf(limit))).list("replays");
                jobs.forEach(job -> output.print(job.fields(), () -> ReplayText.line(job)));
                if (jobs.isEmpty() && !output.isJson()) {
                    output.line("There are no replays.");
                }
            }
        }
    }

    @Command(name = "show", description = "Show one replay; with --follow until it ends.")
    static final class Show implements Callable<Integer> {

        @Parameters(paramLabel = "ID", description = "Its number.")
        private long id;

        @Option(names = "--follow", description = "Wait for its end.")
        private boolean follow;

        @Mixin
        private Connection connection;

        @Mixin
        private Output output;

        @Override
        public Integer call() {
            try (var client = connection.client()) {
                var job = client.get("/v1/replays/" + id, Map.of());
                if (follow) {
                    return new ReplayWatch(client, output).untilEnd(job);
                }
                output.print(job.fields(), () -> ReplayText.line(job));
                return ExitCode.OK;
            }
        }
    }

    @Command(name = "cancel", description = "End a replay; what it has put into the outbox is sent.")
    static final class Cancel implements Runnable {

        @Parameters(paramLabel = "ID", description = "Its number.")
        private long id;

        @Option(names = "--why", paramLabel = "TEXT", defaultValue = "", description = "The reason, for the ledger.")
        private String why;

        @Mixin
        private Connection connection;

        @Mixin
        private Output output;

        @Override
        public void run() {
            try (var client = connection.client()) {
                var job = client.post("/v1/replays/" + id + "/cancel", Map.of(),
                        ExactJson.write(Map.of("who", System.getProperty("user.name"), "why", why)));
                output.print(job.fields(), () -> ReplayText.line(job));
            }
        }
    }
}
