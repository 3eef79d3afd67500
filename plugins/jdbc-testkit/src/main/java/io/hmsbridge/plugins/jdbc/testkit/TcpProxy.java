package io.hmsbridge.plugins.jdbc.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/** Stands between a client and a server on this machine, and can fail in the ways networks do. */
public final class TcpProxy implements AutoCloseable {

    private enum Way {
        PASS, SWALLOW, CUT
    }

    private static final Pattern COMMIT = Pattern.compile("COMMIT(?!TED)");

    private final int port;
    private final int serverPort;
    private final Set<Socket> clients = ConcurrentHashMap.newKeySet();
    private final AtomicInteger accepted = new AtomicInteger();
    private volatile Way way = Way.PASS;
    private volatile ServerSocket listening;
    private volatile Thread accepting;

    /** A proxy on a free port. */
    public TcpProxy(int serverPort) throws IOException {
        this.serverPort = serverPort;
        listen(0);
        port = listening.getLocalPort();
    }

    public int port() {
        return port;
    }

    /** How many clients are connected. */
    public int connections() {
        return clients.size();
    }

    /** How many clients have ever come. */
    public int accepted() {
        return accepted.get();
    }

    /** What clients say from now on is taken, and never handed on. */
    public void swallow() {
        way = Way.SWALLOW;
    }

    /** The next COMMIT has its effect, and its client is cut off before it hears of it. */
    public void cutAfterCommit() {
        way = Way.CUT;
    }

    /** Nobody is let in, and who was in is thrown out. */
    public void refuse() throws IOException {
        stopListening();
        dropAll();
    }

    /** Throws everybody out; they may come again. */
    public void dropAll() throws IOException {
        for (var client : clients) {
            client.close();
        }
    }

    /** Is well again. */
    public void behave() throws IOException {
        way = Way.PASS;
        if (listening.isClosed()) {
            listen(port);
        }
    }

    @Override
    public void close() throws IOException {
        refuse();
    }

    /** While it still waits in accept, the port is taken. */
    private void stopListening() throws IOException {
        listening.close();
        try {
            accepting.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void listen(int on) throws IOException {
        var server = new ServerSocket();
        server.setReuseAddress(true);
        server.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), on), 100);
        listening = server;
        accepting = Thread.ofVirtual().start(() -> {
            while (!server.isClosed()) {
                try {
                    var client = server.accept();
                    accepted.incrementAndGet();
                    clients.add(client);
                    Thread.ofVirtual().start(() -> serve(client));
                } catch (IOException e) {
                    if (!server.isClosed()) {
                        throw new UncheckedIOException(e);
                    }
                }
            }
        });
    }

    private void serve(Socket client) {
        try (client; var server = new Socket(InetAddress.ofLiteral("127.0.0.1"), serverPort)) {
            var committing = new Socket[1];
            var back = Thread.ofVirtual().start(() -> copyBack(client, server, committing));
            copyThere(client.getInputStream(), server, committing);
            server.close();
            back.join();
        } catch (IOException hungUp) {
            // As many tests want.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            clients.remove(client);
        }
    }

    private void copyThere(InputStream from, Socket server, Socket[] committing) throws IOException {
        var buffer = new byte[64 * 1024];
        OutputStream to = server.getOutputStream();
        for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
            if (way == Way.CUT && COMMIT.matcher(new String(buffer, 0, n, StandardCharsets.ISO_8859_1)).find()) {
                committing[0] = server;
            }
            if (way != Way.SWALLOW) {
                to.write(buffer, 0, n);
            }
        }
    }

    private static void copyBack(Socket client, Socket server, Socket[] committing) {
        try (client) {
            var buffer = new byte[64 * 1024];
            for (int n = server.getInputStream().read(buffer); n >= 0; n = server.getInputStream().read(buffer)) {
                if (committing[0] != null) {
                    return;
                }
                client.getOutputStream().write(buffer, 0, n);
            }
        } catch (IOException hungUp) {
            // As many tests want.
        }
    }
}
