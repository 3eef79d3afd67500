package io.hmsbridge.server.cli;

import io.hmsbridge.core.ledger.Database;
import io.hmsbridge.core.ledger.Restored;
import io.hmsbridge.core.problem.ProblemCode;
import io.hmsbridge.postgres.BaseBackup;
import io.hmsbridge.postgres.EmbeddedPostgres;
import io.hmsbridge.server.config.ConfigException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands that save the embedded database and put it back. */
final class BackupCommands {

    private BackupCommands() {
    }

    /** Where the embedded database is. */
    private static Path postgres(ConfigOptions options) throws ConfigException {
        var config = options.reader().read(options.file()).config();
        if (config.database().isPresent()) {
            throw new CommandFailure(ExitCode.INVALID, ProblemCode.EMBEDDED_DATABASE,
                    "the database is not the embedded one: back it up with its own tools, such as pg_basebackup");
        }
        return config.data().resolve("postgres");
    }

    @Command(name = "backup", description = "Save the embedded database into a folder, while the server runs.")
    static final class Backup implements Callable<Integer> {

        @Parameters(paramLabel = "FOLDER", description = "Where to; it must not be there yet.")
        private Path folder;

        @Mixin
        private ConfigOptions options;

        @Mixin
        private Output output;

        @Override
        public Integer call() throws ConfigException {
            BaseBackup.take(postgres(options), folder);
            output.print(Map.of("folder", folder.toString()), () -> "saved in " + folder);
            return ExitCode.OK;
        }
    }

    @Command(name = "restore", description = {"Put a backup back, where no database is any more.",
        "What was accepted after the backup is lost to it, and what waited then may have been sent since: that is listed."})
    static final class Restore implements Callable<Integer> {

        @Parameters(paramLabel = "FOLDER", description = "The backup.")
        private Path folder;

        @Option(names = "--skip", paramLabel = "N", defaultValue = "10000000",
                description = "Leave out so many numbers, more than events were accepted since the backup (default: 10000000).")
        private long skip;

        @Mixin
        private ConfigOptions options;

        @Mixin
        private Output output;

        @Override
        public Integer call() throws ConfigException {
            if (skip < 1 || skip > 1_000_000_000) {
                throw CommandFailure.invalid("--skip must be from 1 to 1000000000");
            }
            var data = postgres(options);
            BaseBackup.restore(folder, data);
            try (var postgres = EmbeddedPostgres.start(data)) {
                var database = new Database(postgres.jdbcUrl(), postgres.user(), postgres.password());
                var restored = Restored.begin(database, skip);
                var waiting = Restored.waiting(database);
                var answer = new LinkedHashMap<String, Object>();
                answer.put("incarnation", restored.incarnation());
                answer.put("number", restored.number());
                answer.put("perhapsSent", waiting);
                output.print(answer, () -> people(restored, waiting));
            }
            return ExitCode.OK;
        }

        private String people(Restored restored, List<String> waiting) {
            var lines = new ArrayList<String>();
            lines.add("restored from %s; numbers go on after %d, idempotency keys begin with %s".formatted(folder,
                    restored.number(), restored.incarnation()));
            if (!waiting.isEmpty()) {
                lines.add(
                        "These waited when the backup was taken. They may have been sent since, and will be sent again:");
                waiting.forEach(line -> lines.add("  " + line));
            }
            return String.join(System.lineSeparator(), lines);
        }
    }
}
