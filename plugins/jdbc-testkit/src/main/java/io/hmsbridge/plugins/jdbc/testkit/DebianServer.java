package io.hmsbridge.plugins.jdbc.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * A database server that Debian packages, run on loopback as an unprivileged user with a folder of its own. It ends with this
 * JVM, in order or by the death signal, and its folder goes with it.
 */
final class DebianServer {

    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);

    private final Path folder;
    private final int port;

    DebianServer() throws IOException {
        folder = Files.createTempDirectory("hms-bridge-database-test");
        try (var socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
    }

    /** For its data, its log and all else. */
    Path folder() {
        return folder;
    }

    int port() {
        return port;
    }

    /** Gives the folder, as it is now, to the user that the server runs as. */
    void handOver() throws IOException, InterruptedException {
        if (isRoot()) {
            run(List.of("chown", "-R", "nobody", folder.toString()));
        }
    }

    /** Runs a program to its end. */
    void run(String... command) throws IOException, InterruptedException {
        run(asUser(List.of(), command));
    }

    /** Starts the server, and returns when it answers. */
    void start(Callable<?> connect, String... command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(asUser(List.of("--pdeathsig=KILL"), command)).directory(folder.toFile())
                .redirectErrorStream(true).redirectOutput(folder.resolve("server.log").toFile()).start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(process)));
        long end = System.nanoTime() + PATIENCE;
        while (!answers(connect)) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new IOException("the server did not start: "
                        + Files.readString(folder.resolve("server.log")));
            }
            process.waitFor(20, TimeUnit.MILLISECONDS);
        }
    }

    private static boolean answers(Callable<?> connect) {
        try {
            connect.call();
            return true;
        } catch (Exception notYet) {
            return false;
        }
    }

    private void stop(Process process) {
        process.destroyForcibly().onExit().join();
        try (var paths = Files.walk(folder)) {
            for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> asUser(List<String> more, String... command) {
        var all = new ArrayList<String>(List.of("setpriv"));
        all.addAll(more);
        if (isRoot()) {
            all.addAll(List.of("--reuid=nobody", "--regid=nogroup", "--clear-groups"));
        }
        all.addAll(List.of(command));
        return all;
    }

    private void run(List<String> command) throws IOException, InterruptedException {
        var log = folder.resolveSibling(folder.getFileName() + ".log");
        var process = new ProcessBuilder(command).directory(Path.of("/").toFile()).redirectErrorStream(true)
                .redirectOutput(log.toFile()).start();
        int end = process.waitFor();
        var said = Files.readString(log);
        Files.delete(log);
        if (end != 0) {
            throw new IOException(command + " ended with " + end + ": " + said);
        }
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }
}
