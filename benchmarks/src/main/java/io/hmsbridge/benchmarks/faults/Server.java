package io.hmsbridge.benchmarks.faults;

import io.hmsbridge.server.cli.BridgeCli;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A bridge server in a process of its own, as {@code bridge start} runs it, that is killed and started again. */
final class Server implements AutoCloseable {

    static final String TOKEN = "of-the-fault-campaign";

    private static final Pattern URL = Pattern.compile("\"url\":\\s*\"([^\"]+)\"");
    private static final Duration START_PATIENCE = Duration.ofSeconds(60);
    private static final Duration API_PATIENCE = Duration.ofSeconds(20);

    private final Path folder;
    private final Path configuration;
    private final Map<String, String> environment;
    private final HttpClient http = HttpClient.newHttpClient();
    private volatile Process process;
    private volatile URI uri;
    private URI suspended;
    private boolean closed;

    /**
     * @param folder where it logs
     * @param configuration its {@code bridge.yaml}
     * @param environment variables that it has besides
     */
    Server(Path folder, Path configuration, Map<String, String> environment) {
        this.folder = folder;
        this.configuration = configuration;
        this.environment = environment;
    }

    /** Starts it, and returns when it says that it is ready. */
    void start() throws IOException {
        var started = spawn();
        var giveUp = Thread.ofVirtual().start(() -> endUnlessInterrupted(started));
        var line = started.inputReader().readLine();
        giveUp.interrupt();
        var url = URL.matcher(line == null ? "" : line);
        if (!url.find()) {
            throw new IOException(
                    "the server was not ready within a minute; its log is " + folder.resolve("server.log"));
        }
        uri = URI.create(url.group(1));
    }

    private static void endUnlessInterrupted(Process started) {
        try {
            Thread.sleep(START_PATIENCE);
            started.destroyForcibly();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // it is ready
        }
    }

    private synchronized Process spawn() throws IOException {
        if (closed) {
            throw new IOException("the campaign was stopped");
        }
        var builder = new ProcessBuilder(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m", "-XX:+ExitOnOutOfMemoryError", "-cp",
                System.getProperty("java.class.path"), BridgeCli.class.getName(), "start", "--config",
                configuration.toString(), "--port", "0", "--json")).directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.appendTo(folder.resolve("server.log").toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("BRIDGE_"));
        builder.environment().putAll(environment);
        process = builder.start();
        return process;
    }

    /** Where it listens, while it runs. */
    Optional<URI> uri() {
        return Optional.ofNullable(uri);
    }

    /** Ends it with {@code kill -9}, and waits for its end. */
    void kill() throws InterruptedException {
        uri = null;
        process.destroyForcibly().waitFor();
    }

    /** Has it drop what it does not use any more. */
    void collectGarbage() throws IOException, InterruptedException {
        var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        var asked = new ProcessBuilder(jcmd, Long.toString(process.pid()), "GC.run")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        if (asked.waitFor() != 0) {
            throw new IOException("the server was not asked to collect garbage: jcmd ended with " + asked.exitValue());
        }
    }

    /** Stops it until {@link #resume}, as a machine that is suspended. Clients go to another one meanwhile. */
    void suspend() throws IOException, InterruptedException {
        suspended = uri;
        uri = null;
        Signal.send("STOP", process.pid());
    }

    void resume() throws IOException, InterruptedException {
        Signal.send("CONT", process.pid());
        uri = suspended;
    }

    /** What it answers to a GET. */
    String get(String path) throws IOException, InterruptedException {
        var at = uri().orElseThrow(() -> new IOException("the server does not run"));
        var request = HttpRequest.newBuilder(at.resolve(path)).timeout(API_PATIENCE)
                .header("Authorization", "Bearer " + TOKEN).build();
        return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    boolean runsTheLane() throws IOException, InterruptedException {
        return get("/v1/targets").contains("\"RUNNING\"");
    }

    @Override
    public void close() throws IOException {
        Process last;
        synchronized (this) {
            closed = true;
            uri = null;
            last = process;
        }
        if (last != null) {
            last.destroyForcibly(); // also if it is suspended
            try {
                if (!last.waitFor(10, TimeUnit.SECONDS)) {
                    throw new IllegalStateException("process " + last.pid() + " survived kill -9");
                }
                SettableClock.forget(last.pid());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
