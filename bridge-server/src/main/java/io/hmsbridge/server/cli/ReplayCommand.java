package io.hmsbridge.server.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(name = "replay", description = "Send what was accepted in a window again: shows what that would be, and asks.",
        subcommands = {ReplayCommands.Listing.class, ReplayCommands.Show.class, ReplayCommands.Cancel.class,
            HelpCommand.class},
        footer = {"", "bridge replay --since 24h --target payroll",
            "bridge replay --from 2026-12-01T00:00:00Z --to 2026-12-02T00:00:00Z --remap --rate 100/s"})
final class ReplayCommand implements Callable<Integer> {

    @ArgGroup(multiplicity = "0..1")
    private Window window;

    @Option(names = "--target", paramLabel = "NAME", description = "Packets of this target.")
    private String target;

    @Option(names = "--type", paramLabel = "TYPE", description = "Packets of events of this type.")
    private String type;

    @Option(names = "--key", paramLabel = "KEY", description = "Packets of this key.")
    private String key;

    @Option(names = "--state", paramLabel = "STATE", split = ",",
            description = "Packets that ended so: sent (default), discarded, superseded; with --remap any.")
    private List<String> states = List.of();

    @Option(names = "--remap", description = "Map the events again by the sheets now in force.")
    private boolean remap;

    @Option(names = "--force", description = "Under new keys, so that targets that have them take them again.")
    private boolean force;

    @Mixin
    private ReplayOptions options;

    @Spec
    private CommandSpec command;

    /** Which events. */
    static final class Window {

        @Option(names = "--since", paramLabel = "TIME", converter = Age.class,
                description = "Of the events accepted in the last 30m, 24h or 7d.")
        private Duration since;

        @ArgGroup(exclusive = false)
        private Range range;
    }

    /** A window's ends. */
    static final class Range {

        @Option(names = "--from", paramLabel = "TIME", required = true, description = "Accepted at this time or later.")
        private Instant from;

        @Option(names = "--to", paramLabel = "TIME", description = "Accepted before this time (default: now).")
        private Instant to;
    }

    @Override
    public Integer call() {
        if (window == null) {
            throw new ParameterException(command.commandLine(),
                    "Say of which time: --since 24h, or --from TIME and --to TIME");
        }
        return options.run(order(ReplayOptions.now()), would -> ReplayText.preview(would, remap, force),
                this::isNothing);
    }

    private Map<String, Object> order(Instant now) {
        var order = new LinkedHashMap<String, Object>();
        var from = window.since != null ? now.minus(window.since) : window.range.from;
        order.put("from", from.toString());
        order.put("to", (window.since != null || window.range.to == null ? now : window.range.to).toString());
        order.put("target", target);
        order.put("type", type);
        order.put("key", key);
        order.put("states", states);
        order.put("remap", remap);
        order.put("force", force);
        return order;
    }

    /** Without events at all, the server refuses it, and says why. */
    private boolean isNothing(JsonView would) {
        return !remap && would.is("complete") && would.text("count").equals("0")
                && !would.text("events").equals("0");
    }
}
