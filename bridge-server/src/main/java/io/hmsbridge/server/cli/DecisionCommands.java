package io.hmsbridge.server.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands below {@code bridge governance} about packets that a policy has blocked. */
final class DecisionCommands {

    private DecisionCommands() {
    }

    /** Which packets. */
    static final class Which {

        @Option(names = "--target", paramLabel = "NAME", description = "Those of this target.")
        private String target;

        @Option(names = "--type", paramLabel = "TYPE", description = "Those of events of this type.")
        private String type;

        @Option(names = "--class", paramLabel = "CLASS", description = "Those blocked for this class of data.")
        private String dataClass;

        ActRequest in(ActRequest act) {
            return act.with("target", target).with("type", type).with("class", dataClass);
        }
    }

    @Command(name = "blocked", description = "List blocked packets that nobody has decided on, oldest first.")
    static final class Blocked implements Runnable {

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
            parameters.put("class", which.dataClass);
            try (var client = connection.client()) {
                pages.print(client, "/v1/governance/blocked", parameters, output);
            }
        }
    }

    /** What both decisions have in common. */
    abstract static class Deciding implements Runnable {

        @Parameters(arity = "0..1", paramLabel = "ID", description = "One packet, as pkt-17; with --target.")
        private String id;

        @Option(names = "--revision", paramLabel = "N", defaultValue = "0", description = "Its revision.")
        private long revision;

        @Mixin
        private Which which;

        @Option(names = "--why", paramLabel = "TEXT", required = true, description = "The reason, for the ledger.")
        private String why;

        @Option(names = "--yes", description = "Do not ask.")
        private boolean yes;

        @Mixin
        private Connection connection;

        @Mixin
        private Output output;

        private final String kind;

        Deciding(String kind) {
            this.kind = kind;
        }

        /** Adds what may pass. */
        void add(ActRequest decision) {}

        @Override
        public void run() {
            try (var client = connection.client()) {
                var decision = which.in(ActRequest.of(kind, why));
                add(decision);
                if (id != null) {
                    decision.of(id, which.target, revision);
                } else
                    if (!yes && !Terminal.consents(kind, post(client, which.in(ActRequest.of(kind, why))
                            .with("preview", true)).text("count"))) {
                                return;
                            }
                var answer = post(client, decision);
                output.print(answer.fields(), () -> kind + ": " + answer.text("count") + " packets"
                        + (answer.text("why").isEmpty() ? "" : "; " + answer.text("blocked") + " stay blocked: "
                                + answer.text("why")));
            }
        }

        private static JsonView post(BridgeClient client, ActRequest decision) {
            return decision.post(client, "/v1/governance/decisions");
        }
    }

    @Command(name = "release", description = {"Send blocked packets: one, or all that the options find.",
        "They are vetted anew; only what is allowed here passes beside what the policy lets pass."})
    static final class Release extends Deciding {

        @Option(names = "--allow", paramLabel = "CLASS", split = ",",
                description = "Classes of data that may pass (default: those that it was blocked for).")
        private List<String> classes = new ArrayList<>();

        Release() {
            super("release");
        }

        @Override
        void add(ActRequest decision) {
            decision.with("classes", classes.isEmpty() ? null : classes);
        }
    }

    @Command(name = "reject", description = "End blocked packets for good: one, or all that the options find.")
    static final class Reject extends Deciding {

        Reject() {
            super("reject");
        }
    }
}
