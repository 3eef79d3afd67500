package io.hmsbridge.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs PostgreSQL's programs in a cluster's folder, under the right account. */
record PostgresPrograms(PostgresBinaries binaries, ServerAccount account) {

    String majorVersion() {
        return binaries.majorVersion();
    }

    /**
     * Runs a program to its end on the cluster.
     *
     * @throws EmbeddedPostgresException with the program's last words if it fails
     */
    void run(Path cluster, String program, List<String> arguments, String input) {
        try {
            var process = builder(cluster, account.command(commandLine(program, arguments)))
                    .start();
            try (var stdin = process.getOutputStream()) {
                stdin.write(input.getBytes(StandardCharsets.US_ASCII));
            }
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            // The single-user server ends with 0 whatever became of its statements, but says so.
            if (process.waitFor() != 0 || output.contains("ERROR:")) {
                throw new EmbeddedPostgresException(
                        "PostgreSQL's " + program + " failed on " + cluster + ": " + lastLine(output));
            }
        } catch (IOException e) {
            throw new EmbeddedPostgresException(
                    "PostgreSQL's " + program + " cannot be run on " + cluster + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            throw Interrupts.asException(e);
        }
    }

    /** The server's process, ready to be started. */
    ProcessBuilder server(Path cluster, List<String> settings) {
        return builder(cluster, account.serverCommand(commandLine("postgres", settings)));
    }

    /** Sends a signal; PostgreSQL's own program does it where the system has no signals, too. */
    void signal(Path cluster, String signal, long pid) {
        var command = commandLine("pg_ctl", List.of("kill", signal, Long.toString(pid)));
        try {
            builder(cluster, account.command(command))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new EmbeddedPostgresException("PostgreSQL's pg_ctl cannot be run: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            throw Interrupts.asException(e);
        }
    }

    private List<String> commandLine(String program, List<String> arguments) {
        var command = new ArrayList<String>();
        command.add(binaries.program(program).toString());
        command.addAll(arguments);
        return command;
    }

    private ProcessBuilder builder(Path cluster, List<String> command) {
        var builder = new ProcessBuilder(command).directory(cluster.toFile()).redirectErrorStream(true);
        var environment = builder.environment();
        // Settings for other PostgreSQL servers of this user are none of ours; messages are read in English.
        environment.keySet().removeIf(name -> name.startsWith("PG"));
        environment.put("LC_ALL", "C");
        environment.put("PGDATA", account.clusterArgument(cluster));
        return builder;
    }

    private static String lastLine(String output) {
        return output.lines().filter(line -> !line.isBlank()).reduce("no output", (first, second) -> second);
    }
}
