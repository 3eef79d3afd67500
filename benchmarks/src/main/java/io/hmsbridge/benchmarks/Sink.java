package io.hmsbridge.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** An nginx with one worker that answers every request alike, in processes of its own. */
public final class Sink implements AutoCloseable {

    private static final String PROGRAM = "nginx";
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(10);
    private static final String CONFIGURATION = """
            worker_processes 1;
            daemon off;
            pid nginx.pid;
            error_log error.log;
            worker_rlimit_nofile 8192;
            events { worker_connections 4096; }
            http {
                access_log off;
                keepalive_requests 1000000000;
                keepalive_timeout 1h;
                client_body_temp_path body;
                proxy_temp_path proxy;
                fastcgi_temp_path fastcgi;
                uwsgi_temp_path uwsgi;
                scgi_temp_path scgi;
                server {
                    listen 127.0.0.1:%d backlog=1024;
                    location / { %s }
                }
            }
            """;

    private final Path folder;
    private final int port;
    private Process process;

    private Sink(Path folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    /** Starts one that answers with 204 and keeps its files in this folder. */
    public static Sink start(Path folder) throws IOException, InterruptedException {
        return start(folder, "return 204;");
    }

    /** @param answering nginx's directives for every request */
    public static Sink start(Path folder, String answering) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        int port = freePort();
        Files.writeString(folder.resolve("nginx.conf"), CONFIGURATION.formatted(port, answering));
        var sink = new Sink(folder, port);
        sink.start();
        return sink;
    }

    /** Whether it can be started on this machine. */
    public static boolean isInstalled() {
        for (var folder : System.getenv("PATH").split(":")) {
            if (Files.isExecutable(Path.of(folder, PROGRAM))) {
                return true;
            }
        }
        return false;
    }

    /** Where it listens. */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + port + "/sink");
    }

    /** The file that holds its process id while it runs. */
    Path pidFile() {
        return folder.resolve("nginx.pid");
    }

    /** Starts it again, at the same address. */
    void start() throws IOException, InterruptedException {
        process = new ProcessBuilder(PROGRAM, "-p", folder + "/", "-c", "nginx.conf", "-e", "error.log")
                .redirectErrorStream(true).redirectOutput(folder.resolve("nginx.out").toFile()).start();
        long deadline = System.nanoTime() + PATIENCE;
        while (!answers()) {
            if (!process.isAlive() || System.nanoTime() - deadline > 0) {
                throw new IOException("nginx did not start: " + Files.readString(folder.resolve("nginx.out")).strip());
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    /** Stops it; nobody listens at its address then. */
    void stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(5, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }

    private boolean answers() {
        if (!Files.exists(pidFile())) {
            return false;
        }
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        try {
            stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
