package io.hmsbridge.server.cli;

import io.hmsbridge.core.json.ExactJson;
import java.util.LinkedHashMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands below {@code bridge packets} about packets that do not end by themselves. */
final class DeadCommands {

    private DeadCommands() {
    }

    /** Which packets. */
    static final class Which {

        @Option(names = "--target", paramLabel = "NAME", description = "Those of this target.")
        private String target;

        @Option(names = "--type", paramLabel = "TYPE", description = "Those of events of this type.")
        private String type;

        @Option(names = "--key", paramLabel = "KEY", description = "Those of this key.")
        private String key;

        @Option(names = "--reason", paramLabel = "TEXT", description = "Those whose reason contains this.")
        private String reason;

        ActRequest in(ActRequest act) {
            return act.with("target", target).with("type", type).with("key", key).with("reason", reason);
        }
    }

    @Command(name = "dead", description = "List dead packets: those that wait for an operator.")
    static final class Dead implements Runnable {

        @Mixin
        private Which which;

        @Mixin
        private FoundPages pages;

        @Mixin
        private Connection connection;

        @Mixin
        private Output output;

        @Override
        public void run() {
            var parameters = new LinkedHashMap<String, String>();
            parameters.put("target", which.target);
            parameters.put("type", which.type);
            parameters.put("key", which.key);
            parameters.put("reason", which.reason);
            try (var client = connection.client()) {
                pages.print(client, "/v1/packets/dead", parameters, output);
            }
        }
    }

    /** What requeue, discard and redirect have in common. */
    abstract static class Acting implements Runnable {

        @Parameters(arity = "0..1", paramLabel = "ID", description = "One packet, as pkt-17; with --target.")
        private String id;

        @Option(names = "--revision", paramLabel = "N", defaultValue = "0", description = "Its revision.")
        private long revision;

        @Mixin
        private Which which;

        @Option(names = "--why", paramLabel = "TEXT", defaultValue = "", description = "The reason, for the ledger.")
        private String why;

        @Option(names = "--yes", description = "Do not ask.")
        private boolean yes;

        @Mixin
        private Connection connection;

        @Mixin
        private Output output;

        private final String kind;

        Acting(String kind) {
            this.kind = kind;
        }

        abstract void add(ActRequest act);

        @Override
        public void run() {
            try (var client = connection.client()) {
                var act = which.in(ActRequest.of(kind, why));
                add(act);
                if (id != null) {
                    act.of(id, which.target, revision);
                } else if (!isWanted(client)) {
                    return;
                }
                var answer = act.post(client);
                output.print(answer.fields(), () -> kind + ": " + answer.text("count") + " packets"
                        + (answer.text("why").isEmpty() ? "" : "; " + answer.text("blocked") + " were blocked: "
                                + answer.text("why")));
            }
        }

        private boolean isWanted(BridgeClient client) {
            var preview = which.in(ActRequest.of(kind, why)).with("preview", true);
            add(preview);
            return yes || Terminal.consents(kind, preview.post(client).text("count"));
        }
    }

    @Command(name = "requeue", description = "Send dead packets again: one, or all that the options find.")
    static final class Requeue extends Acting {

        @Option(names = "--data", paramLabel = "JSON", description = "Send this instead; for one packet.")
        private String data;

        Requeue() {
            super("requeue");
        }

        @Override
        void add(ActRequest act) {
            act.with("data", data == null ? null : ExactJson.read(data));
        }
    }

    @Command(name = "discard", description = "Give dead packets up: one, or all that the options find.")
    static final class Discard extends Acting {

        @Option(names = "--waiting", description = "Those of the target that still wait, too.")
        private boolean waiting;

        Discard() {
            super("discard");
        }

        @Override
        void add(ActRequest act) {
            act.with("waiting", waiting ? true : null);
        }
    }

    @Command(name = "redirect", description = "Give packets to another target: one, or all that the options find.")
    static final class Redirect extends Acting {

        @Option(names = "--to", paramLabel = "NAME", required = true, description = "The target that is to have them.")
        private String to;

        @Option(names = "--waiting", description = "Those of the target that still wait, too.")
        private boolean waiting;

        Redirect() {
            super("redirect");
        }

        @Override
        void add(ActRequest act) {
            act.with("to", to).with("waiting", waiting ? true : null);
        }
    }
}
