package io.hmsbridge.distribution;

import io.hmsbridge.core.json.ExactJson;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** An unpacked distribution that runs. */
final class BridgeProcess implements AutoCloseable {

    /** Java's quick compiler alone: these servers run for seconds. */
    static final String QUICK = "-XX:TieredStopAtLevel=1";

    private final Path home;
    private final Process process;
    private final URI url;

    private BridgeProcess(Path home, Process process, URI url) {
        this.home = home;
        this.process = process;
        this.url = url;
    }

    /** Starts it on a free port, from a folder that is not its own, and returns when it says that it is ready. */
    static BridgeProcess start(Path home, Path workingFolder) throws IOException {
        return start(home, workingFolder, QUICK);
    }

    /** @param options of Java */
    static BridgeProcess start(Path home, Path workingFolder, String options) throws IOException {
        var builder = new ProcessBuilder(home.resolve("bin/bridge").toString(), "start", "--port", "0", "--json")
                .directory(workingFolder.toFile()).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().keySet().removeIf(name -> name.startsWith("BRIDGE_"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("JAVA_OPTS", options);
        var process = builder.start();
        var line = process.inputReader().readLine();
        if (line == null) {
            throw new IOException("the server ended before it was ready");
        }
        var ready = (Map<?, ?>) ExactJson.read(line.getBytes(StandardCharsets.UTF_8));
        return new BridgeProcess(home, process, URI.create((String) ready.get("url")));
    }

    /** Where it listens. */
    URI url() {
        return url;
    }

    /** The number of its process. */
    long pid() {
        return process.pid();
    }

    /** Emits an event and waits for its delivery; answers the body. */
    String emit(String event) throws IOException, InterruptedException {
        return post("/v1/events?wait=30s", event).body();
    }

    /** Emits an event; answers the status once it is accepted. */
    int accept(String event) throws IOException, InterruptedException {
        return post("/v1/events", event).statusCode();
    }

    /** The body of what it answers. */
    String get(String path) throws IOException, InterruptedException {
        return exchange(request(path).GET()).body();
    }

    private HttpResponse<String> post(String path, String event) throws IOException, InterruptedException {
        return exchange(request(path).header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(event)));
    }

    private HttpRequest.Builder request(String path) throws IOException {
        return HttpRequest.newBuilder(url.resolve(path))
                .header("Authorization", "Bearer " + Files.readString(home.resolve("data/token")).strip());
    }

    private static HttpResponse<String> exchange(HttpRequest.Builder request) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    /** Sends it a signal: {@code STOP} stops it until {@code CONT}. */
    void signal(String name) throws IOException, InterruptedException {
        if (new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).inheritIO().start().waitFor() != 0) {
            throw new IOException("no signal reached the server");
        }
    }

    /** Ends it as a power cut does: with {@code kill -9}. */
    void kill() throws InterruptedException {
        if (!process.destroyForcibly().waitFor(10, TimeUnit.SECONDS)) {
            throw new AssertionError("the server survived kill -9");
        }
    }

    /** Asks it to stop, as an operating system does; answers its exit status. */
    int stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            throw new AssertionError("the server did not stop within 30 s");
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
