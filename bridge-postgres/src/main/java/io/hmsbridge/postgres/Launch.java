package io.hmsbridge.postgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Predicate;

/** Brings up the server on a cluster, and on another free port if the one that was free a moment ago is not. */
record Launch(Cluster cluster, PostgresOptions options) {
    private static final int TRIES_FOR_A_FREE_PORT = 5;
    private static final long LOG_BOUND = 5_000_000;

    /** The same on a port that is given. */
    Launch onPort(int port) {
        return new Launch(cluster, options.withPort(port));
    }

    PostgresProcess run() {
        try {
            var stalePid = EarlierServer.settle(cluster);
            for (var triesLeft = TRIES_FOR_A_FREE_PORT;; triesLeft--) {
                var port = options.port() == 0 ? freePort() : options.port();
                var log = new ServerLog(cluster.folder().log(), LOG_BOUND);
                var process = PostgresProcess.spawn(cluster, port, command(port, stalePid), log);
                if (process.awaitReady()) {
                    return process;
                }
                if (options.port() != 0 || triesLeft == 1 || !portWasTaken(log.lastLines())) {
                    throw failure(port, log.lastLines());
                }
            }
        } catch (IOException e) {
            throw new EmbeddedPostgresException(
                    "PostgreSQL cannot be started on data folder " + cluster.folder().path() + ": " + Reason.of(e), e);
        }
    }

    private ProcessBuilder command(int port, OptionalLong stalePid) {
        var builder = cluster.programs()
                .server(cluster.path(), ServerSettings.arguments(cluster.path(), port, options.settings()));
        // A process id in a stale postmaster.pid that meanwhile belongs to some other process would stop PostgreSQL.
        // It does not mind the id of a process that it was started by: the same case after a reboot. Deleting the
        // file instead would also switch off its check that no back end of the dead server is still at work.
        stalePid.ifPresent(pid -> builder.environment().put("PG_GRANDPARENT_PID", Long.toString(pid)));
        return builder;
    }

    private EmbeddedPostgresException failure(int port, List<String> said) {
        if (portWasTaken(said)) {
            return new EmbeddedPostgresException("Port " + port + " on 127.0.0.1 cannot be had for PostgreSQL ("
                    + words(said, Launch::isAboutPort) + "). Choose another, or 0 for a free one.");
        }
        return new EmbeddedPostgresException("PostgreSQL did not start on data folder "
                + cluster.folder().path() + ": " + words(said, line -> line.contains("FATAL:"))
                + " (more in " + cluster.folder().log() + ")");
    }

    private static boolean portWasTaken(List<String> said) {
        return said.stream().anyMatch(Launch::isAboutPort);
    }

    private static boolean isAboutPort(String line) {
        return line.contains("could not bind");
    }

    /** The first line that matters, or else the last one, without its time stamp and severity. */
    private static String words(List<String> said, Predicate<String> matters) {
        var line = said.stream()
                .filter(matters)
                .findFirst()
                .orElse(said.isEmpty() ? "it said nothing" : said.getLast());
        return line.replaceFirst("^.*?(LOG|FATAL|PANIC|ERROR): +", "");
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            return socket.getLocalPort();
        }
    }
}
