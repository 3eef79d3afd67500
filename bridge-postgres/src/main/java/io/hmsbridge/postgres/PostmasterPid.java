package io.hmsbridge.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The file in which a running server says who and how it is.
 *
 * @param pid the server's process
 * @param status "starting", "ready" and the like; empty while the server is still writing the file
 */
record PostmasterPid(long pid, String status) {
    private static final int PORT_LINE = 3;
    private static final int STATUS_LINE = 7;

    /** Empty if there is no file, or none with a process id in it. */
    static Optional<PostmasterPid> read(Path cluster) throws IOException {
        try {
            return parse(Files.readAllLines(file(cluster)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** The port of the server that runs on a cluster; empty if none does. */
    static Optional<Integer> port(Path cluster) throws IOException {
        var running = read(cluster).filter(server -> server.isReady()
                && ProcessHandle.of(server.pid).map(ProcessHandle::isAlive).orElse(false));
        return running.isEmpty() ? Optional.empty()
                : Optional.of(Integer.parseInt(Files.readAllLines(file(cluster)).get(PORT_LINE).strip()));
    }

    static Path file(Path cluster) {
        return cluster.resolve("postmaster.pid");
    }

    boolean isReady() {
        return status.equals("ready");
    }

    private static Optional<PostmasterPid> parse(List<String> lines) {
        if (lines.isEmpty() || !lines.getFirst().strip().matches("[1-9][0-9]{0,9}")) {
            return Optional.empty();
        }
        var status = lines.size() > STATUS_LINE ? lines.get(STATUS_LINE).strip() : "";
        return Optional.of(new PostmasterPid(Long.parseLong(lines.getFirst().strip()), status));
    }
}
