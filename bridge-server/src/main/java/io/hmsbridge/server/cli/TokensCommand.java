package io.hmsbridge.server.cli;

import io.hmsbridge.core.json.ExactJson;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "tokens", description = "Make, list and revoke the tokens of those who may talk to the server.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {TokensCommand.Create.class, TokensCommand.Revoke.class, HelpCommand.class})
final class TokensCommand implements Runnable {

    private static final Table TABLE = Table.of("There are no tokens but the server's own.", "id", "name", "roles",
            "sources", "targets", "expiresAt", "revokedAt");

    @Spec
    private CommandSpec command;

    @Override
    public void run() {
        throw new ParameterException(command.commandLine(), "Missing command");
    }

    @Command(name = "list", description = "List the tokens, and what each may.")
    void list(@Mixin Connection connection, @Mixin Output output) {
        try (var client = connection.client()) {
            output.print(client.get("/v1/tokens", Map.of()).list("tokens"), TABLE);
        }
    }

    private static Map<String, Object> by(String why) {
        var members = new LinkedHashMap<String, Object>();
        members.put("who", System.getProperty("user.name"));
        members.put("why", why);
        return members;
    }

    @Command(name = "create", description = "Make a token. It is printed this once and not kept; only its hash is.")
    static final class Create implements Runnable {

        @Parameters(paramLabel = "NAME", description = "Whose it is: a person or a program.")
        private String name;

        @Option(names = "--role", paramLabel = "ROLE", required = true, description = {
            "emitter: hands in events. viewer: sees all. operator: sees all, and pauses, requeues, replays.",
            "approver: sees all, and consents. admin: everything. May be repeated."})
        private List<String> roles;

        @Option(names = "--source", paramLabel = "SOURCE",
                description = "Only events of this source; may end with * and be repeated.")
        private List<String> sources = List.of();

        @Option(names = "--target", paramLabel = "NAME",
                description = "Only packets of this target; may end with * and be repeated.")
        private List<String> targets = List.of();

        @ArgGroup
        private Expiry expiry = new Expiry();

        @Option(names = "--why", paramLabel = "TEXT", defaultValue = "", description = "The reason, for the ledger.")
        private String why;

        @Mixin
        private Connection connection;

        @Mixin
        private Output output;

        /** When it ends. */
        static final class Expiry {

            @Option(names = "--expires", paramLabel = "TIME", converter = Age.class,
                    description = "How long it is valid, as 12h or 90d (default: 90d).")
            private Duration after = Duration.ofDays(90);

            @Option(names = "--never-expires", description = "It is valid until it is revoked.")
            private boolean never;
        }

        @Override
        public void run() {
            var members = by(why);
            members.put("name", name);
            members.put("roles", roles);
            members.put("sources", sources);
            members.put("targets", targets);
            if (!expiry.never) {
                members.put("expiresAt", Instant.now().plus(expiry.after).truncatedTo(ChronoUnit.SECONDS).toString());
            }
            try (var client = connection.client()) {
                var answer = client.post("/v1/tokens", Map.of(), ExactJson.write(members));
                output.print(answer.fields(), () -> answer.text("token"));
                if (!output.isJson()) {
                    output.error("token %s for %s, %s; it is not shown again".formatted(answer.text("id"), name,
                            expiry.never ? "valid until it is revoked" : "valid until " + answer.text("expiresAt")));
                }
            }
        }
    }

    @Command(name = "revoke", description = "End a token. Other servers on the same database refuse it within seconds.")
    static final class Revoke implements Runnable {

        @Parameters(paramLabel = "ID", description = "Its number, as bridge tokens list shows it.")
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
                var answer = client.post("/v1/tokens/" + id + "/revoke", Map.of(), ExactJson.write(by(why)));
                output.print(answer.fields(), () -> answer.number("count") == 0 ? "token " + id + " was revoked before"
                        : "token " + id + " is revoked");
            }
        }
    }
}
