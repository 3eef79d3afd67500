package io.hmsbridge.server.cli;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "targets", description = "Look at the targets.", synopsisSubcommandLabel = "COMMAND",
        subcommands = {TargetsCommand.Pause.class, TargetsCommand.Resume.class, TargetsCommand.Open.class,
            TargetsCommand.Drain.class, TargetsProbeCommand.class, TargetsTestCommand.class, HelpCommand.class})
final class TargetsCommand implements Runnable {

    private static final Table TABLE =
            Table.of("There are no targets.", "name", "connector", "plugin", "state", "waiting", "scheduled",
                    "deadline",
                    "endangered", "missed",
                    "reason");

    @Spec
    private CommandSpec command;

    @Override
    public void run() {
        throw new ParameterException(command.commandLine(), "Missing command");
    }

    @Command(name = "list", description = "List the targets and how each stands.")
    void list(@Mixin Connection connection, @Mixin Output output) {
        try (var client = connection.client()) {
            output.print(client.get("/v1/targets", Map.of()).list("targets"), TABLE);
        }
    }

    @Command(name = "pause", description = "Stop sending to a target; its packets wait.")
    static final class Pause extends Acting {

        @Option(names = "--until", paramLabel = "TIME", converter = Moment.class,
                description = "Go on by itself then: 2026-12-07T09:00:00Z, or 2h for in two hours.")
        private Instant until;

        Pause() {
            super("paused", "was paused already");
        }

        @Override
        ActRequest act(String why) {
            return ActRequest.of("pause", why).with("until", until == null ? null : until.toString());
        }
    }

    @Command(name = "resume", description = "Go on sending to a target that was paused.")
    static final class Resume extends Acting {

        Resume() {
            super("resumed", "was not paused");
        }

        @Override
        ActRequest act(String why) {
            return ActRequest.of("resume", why);
        }
    }

    @Command(name = "open", description = "Send to a target outside of its windows for a while; resume ends it.")
    static final class Open extends Acting {

        @Option(names = "--until", paramLabel = "TIME", required = true, converter = Moment.class,
                description = "Until then: 2026-12-07T09:00:00Z, or 2h for two hours from now.")
        private Instant until;

        Open() {
            super("open until then", "was open until then already");
        }

        @Override
        ActRequest act(String why) {
            return ActRequest.of("open", why).with("until", until.toString());
        }
    }

    @Command(name = "drain",
            description = "Stop sending to a target, and wait until none of its packets is on its way.")
    static final class Drain implements Callable<Integer> {

        @Parameters(paramLabel = "NAME", description = "The target.")
        private String name;

        @Option(names = "--timeout", paramLabel = "TIME", defaultValue = "30s",
                description = "How long to wait, as 500ms, 30s or 1m (default: 30s; at most 1m).")
        private String timeout;

        @Option(names = {"--why", "--reason"}, paramLabel = "TEXT", defaultValue = "",
                description = "The reason, for the ledger.")
        private String why;

        @Mixin
        private Connection connection;

        @Mixin
        private Output output;

        @Override
        public Integer call() {
            try (var client = connection.client()) {
                var answer = ActRequest.of("drain", why).with("target", name).with("timeout", timeout).post(client);
                var drained = answer.text("drained");
                output.print(answer.fields(), () -> name + ": " + switch (drained) {
                    case "YES" -> "paused, and nothing is on its way";
                    case "ELSEWHERE" ->
                            "paused; its lane runs in another process: ask that one to know when it is drained";
                    default -> "paused, but packets are on their way still after " + timeout;
                });
                return drained.equals("YES") ? ExitCode.OK : ExitCode.FAILED;
            }
        }
    }

    private abstract static class Acting implements Runnable {

        @Parameters(paramLabel = "NAME", description = "The target.")
        private String name;

        @Option(names = {"--why", "--reason"}, paramLabel = "TEXT", defaultValue = "",
                description = "The reason, for the ledger.")
        private String why;

        @Mixin
        private Connection connection;

        @Mixin
        private Output output;

        private final String done;
        private final String nothing;

        Acting(String done, String nothing) {
            this.done = done;
            this.nothing = nothing;
        }

        abstract ActRequest act(String reason);

        @Override
        public void run() {
            try (var client = connection.client()) {
                var answer = act(why).with("target", name).post(client);
                output.print(answer.fields(),
                        () -> answer.text("count").equals("0") ? name + " " + nothing : name + ": " + done);
            }
        }
    }
}
