package io.hmsbridge.core.support;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between a client and a server on loopback. On request it lets the next large question through to the server, and cuts
 * the connection instead of passing the answer on; or lets nothing through any more, while all connections stay open.
 */
public final class CuttingProxy implements AutoCloseable {

    private final ServerSocket listener;
    private final int serverPort;
    private final int large;
    private final Set<Closeable> open = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean armed = new AtomicBoolean();
    private final AtomicInteger cuts = new AtomicInteger();
    /** Connections of an earlier silence stay silent. */
    private final AtomicInteger silences = new AtomicInteger();
    private volatile boolean silent;

    /** @param large how many bytes in one piece make a question large */
    public CuttingProxy(int serverPort, int large) throws IOException {
        this.serverPort = serverPort;
        this.large = large;
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** Cuts the connection of the next large question before its answer. */
    public void cutNextAnswer() {
        armed.set(true);
    }

    /** From now on bytes vanish, as where a cable was pulled or a firewall forgot. */
    public void silence() {
        silences.incrementAndGet();
        silent = true;
    }

    /** New connections work again; those of before never do. */
    public void endSilence() {
        silent = false;
    }

    private boolean passes(int since) {
        return !silent && since == silences.get();
    }

    public int cuts() {
        return cuts.get();
    }

    private void accept() {
        try {
            for (;;) {
                var client = listener.accept();
                var server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                open.add(client);
                open.add(server);
                var cut = new AtomicBoolean();
                int since = silent ? -1 : silences.get();
                Thread.ofVirtual().start(() -> questions(client, server, cut, since));
                Thread.ofVirtual().start(() -> answers(server, client, cut, since));
            }
        } catch (IOException _) {
            close(); // the listener was closed
        }
    }

    private void questions(Socket client, Socket server, AtomicBoolean cut, int since) {
        var buffer = new byte[65_536];
        try (client; server) {
            int n;
            while ((n = client.getInputStream().read(buffer)) > 0) {
                if (n >= large && armed.compareAndSet(true, false)) {
                    cut.set(true);
                }
                if (passes(since)) {
                    server.getOutputStream().write(buffer, 0, n);
                }
            }
        } catch (IOException _) {
            cut.set(true); // either end is gone: so is the other
        }
    }

    private void answers(Socket server, Socket client, AtomicBoolean cut, int since) {
        var buffer = new byte[65_536];
        try (client; server) {
            int n;
            while ((n = server.getInputStream().read(buffer)) > 0) {
                if (cut.get()) {
                    cuts.incrementAndGet();
                    return;
                }
                if (passes(since)) {
                    client.getOutputStream().write(buffer, 0, n);
                }
            }
        } catch (IOException _) {
            cut.set(true);
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
            throw new IllegalStateException(e);
        }
    }
}
