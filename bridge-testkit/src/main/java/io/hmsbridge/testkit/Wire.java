package io.hmsbridge.testkit;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** A network between a client and a server on this machine, with faults. Safe to use from many threads. */
public final class Wire implements AutoCloseable {

    /** What it does to the connections there are, and to new ones. */
    public enum Manner {
        /** Nothing. */
        PASS,
        /** Answers come 300 ms later. */
        LATENCY,
        /** Questions pass, answers do not, connections stay open. */
        TIMEOUT,
        /** Questions pass, and the connection is reset in place of the answer. */
        RESET,
        /** Questions pass, and the client sees the end of the connection in place of the answer. */
        HALF_CLOSE,
        /** The answer passes, then nothing more, and after a while the connection is closed. */
        SLOW_CLOSE,
        /** Answers come byte by byte. */
        SLICER,
        /** Connections are taken, and nothing passes. */
        BLACKHOLE
    }

    private static final int LARGE = 400;
    private static final int LATENCY_MS = 300;
    private static final int LINGER_MS = 1_000;

    private final ServerSocket listener;
    private final int serverPort;
    private final Set<Closeable> open = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean armed = new AtomicBoolean();
    private final AtomicInteger cuts = new AtomicInteger();
    private final AtomicInteger faults = new AtomicInteger();
    private volatile Manner manner = Manner.PASS;

    /** A wire from a free port to that of a server. */
    public Wire(int serverPort) throws IOException {
        this.serverPort = serverPort;
        listener = new ServerSocket(0, 1_024, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    /** Where clients find it. */
    public int port() {
        return listener.getLocalPort();
    }

    /** From now on it is like this. */
    public void behave(Manner now) {
        manner = now;
    }

    /** Lets the next commit of PostgreSQL's protocol through, and cuts its connection in place of the answer. */
    public void cutNextCommit() {
        armed.set(true);
    }

    /** How many answers were cut off. */
    public int cuts() {
        return cuts.get();
    }

    /** How many times somebody has met with something else than {@link Manner#PASS}. */
    public int faults() {
        return faults.get();
    }

    private final class Connection {

        private final Socket client;
        private final Socket server;
        private final AtomicBoolean cut = new AtomicBoolean();
        private volatile boolean finished;

        private Connection(Socket client, Socket server) throws IOException {
            this.client = client;
            this.server = server;
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
        }

        private void questions() {
            var buffer = new byte[65_536];
            try (client; server) {
                int n;
                while ((n = client.getInputStream().read(buffer)) > 0) {
                    if (commits(buffer, n) && armed.compareAndSet(true, false)) {
                        cut.set(true);
                    }
                    if (manner == Manner.BLACKHOLE) {
                        faults.incrementAndGet();
                    } else if (!finished) {
                        server.getOutputStream().write(buffer, 0, n);
                    }
                }
            } catch (IOException _) {
                finished = true; // either end is gone: so is the other
            }
            forget();
        }

        private void answers() {
            var buffer = new byte[65_536];
            try (client; server) {
                int n;
                while ((n = server.getInputStream().read(buffer)) > 0) {
                    if (cut.get()) {
                        cuts.incrementAndGet();
                        return;
                    }
                    answer(buffer, n);
                }
            } catch (IOException _) {
                finished = true;
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }

        private void answer(byte[] bytes, int n) throws IOException, InterruptedException {
            var out = client.getOutputStream();
            var now = manner;
            if (now != Manner.PASS) {
                faults.incrementAndGet();
            }
            switch (now) {
                case PASS -> out.write(bytes, 0, n);
                case LATENCY -> {
                    TimeUnit.MILLISECONDS.sleep(LATENCY_MS);
                    out.write(bytes, 0, n);
                }
                case TIMEOUT, BLACKHOLE -> finished = true;
                case RESET -> {
                    client.setSoLinger(true, 0);
                    client.close();
                }
                case HALF_CLOSE -> client.shutdownOutput();
                case SLOW_CLOSE -> {
                    out.write(bytes, 0, n);
                    finished = true;
                    TimeUnit.MILLISECONDS.sleep(LINGER_MS);
                    client.close();
                }
                case SLICER -> {
                    for (int i = 0; i < n; i++) {
                        out.write(bytes, i, 1);
                        TimeUnit.MICROSECONDS.sleep(100);
                    }
                }
            }
        }

        private void forget() {
            open.remove(client);
            open.remove(server);
        }
    }

    /** What writes is one large statement with all its rows, which commits by itself (its text is sent the first times), or a COMMIT. */
    private static boolean commits(byte[] bytes, int n) {
        var text = new String(bytes, 0, n, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
        return n >= LARGE ? text.contains("insert into ") || !text.contains("select ") : text.contains("commit");
    }

    private void accept() {
        try {
            for (;;) {
                var client = listener.accept();
                open.add(client);
                connect(client);
            }
        } catch (IOException _) {
            close(); // the listener was closed
        }
    }

    private void connect(Socket client) {
        try {
            var server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
            open.add(server);
            var connection = new Connection(client, server);
            Thread.ofVirtual().start(connection::questions);
            Thread.ofVirtual().start(connection::answers);
        } catch (IOException _) {
            closeQuietly(client); // nobody listens there
        }
    }

    private void closeQuietly(Socket client) {
        open.remove(client);
        try {
            client.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (var socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
