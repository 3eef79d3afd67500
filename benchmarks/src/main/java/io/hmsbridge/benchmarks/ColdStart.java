package io.hmsbridge.benchmarks;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The archive that people install, unpacked, warmed up, started again on its embedded database until it is ready. The starts before,
 * which fill the data folder, do not count.
 */
final class ColdStart implements Row {

    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(2);
    private static final int BEFORE = 2;

    private Path installed;

    @Override
    public String name() {
        return "cold_start";
    }

    @Override
    public void run(Rig rig, Options options, Figures figures) throws IOException, InterruptedException {
        if (installed == null) {
            installed = installed(rig.folder());
            for (int i = 0; i < BEFORE; i++) {
                start();
            }
            warmUp();
        }
        figures.add("cold_start.ready_s", start());
    }

    private static Path installed(Path folder) throws IOException, InterruptedException {
        var built = Path.of(System.getProperty("bench.home", ".."), "distribution", "target");
        try (var files = Files.isDirectory(built) ? Files.list(built) : Stream.<Path>empty()) {
            var archive = files.filter(file -> file.toString().endsWith(".tar.gz")).findFirst().orElseThrow(
                    () -> new IOException("there is no archive in " + built
                            + "; make it with: mvn -Dmaven.test.skip=true -pl distribution -am package"));
            int status = new ProcessBuilder("tar", "xzf", archive.toAbsolutePath().toString(), "--strip-components=1")
                    .directory(folder.toFile()).inheritIO().start().waitFor();
            if (status != 0) {
                throw new IOException(archive + " could not be unpacked");
            }
        }
        return folder;
    }

    /** As whoever wants starts to be quick has done once. */
    private void warmUp() throws IOException, InterruptedException {
        var builder = bridge("warm-up");
        if (builder.start().waitFor() != 0) {
            throw new IOException("it was not warmed up: " + Files.readString(installed.resolve("start.log")));
        }
    }

    private ProcessBuilder bridge(String... arguments) {
        var command = new ArrayList<>(List.of(installed.resolve("bin/bridge").toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true).redirectOutput(installed.resolve("start.log").toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("BRIDGE_"));
        builder.environment().put("BRIDGE_TOKEN", Served.TOKEN);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        return builder;
    }

    /** Starts and stops it. Seconds until {@code /readyz} answered that it is. */
    private double start() throws IOException, InterruptedException {
        int port = freePort();
        var builder = bridge("start", "--port", Integer.toString(port), "--data", installed.resolve("data").toString());
        long begun = System.nanoTime();
        var process = builder.start();
        try {
            while (!isReady(port)) {
                if (!process.isAlive() || System.nanoTime() - begun > PATIENCE_NANOS) {
                    throw new IOException("it did not start: " + Files.readString(installed.resolve("start.log")));
                }
                TimeUnit.MILLISECONDS.sleep(5);
            }
            return (System.nanoTime() - begun) / 1e9;
        } finally {
            process.destroy();
            if (!process.waitFor(1, TimeUnit.MINUTES)) {
                process.destroyForcibly().waitFor();
            }
        }
    }

    private static boolean isReady(int port) {
        try (var connection = new ApiConnection(port)) {
            return connection.get("/readyz").status() == 200;
        } catch (IOException _) {
            return false; // nobody listens yet
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
