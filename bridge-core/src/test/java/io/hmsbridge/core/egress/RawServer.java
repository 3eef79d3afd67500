package io.hmsbridge.core.egress;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A loopback server that does to each connection whatever a test wants. */
final class RawServer implements AutoCloseable {

    /** What becomes of one connection; it is closed afterwards. */
    interface Script {

        void play(Peer peer) throws IOException, InterruptedException;
    }

    /** The server's end of one connection. */
    record Peer(Socket socket, CountDownLatch closed) {

        /** Reads one request without a body; false if the client has gone. */
        boolean readRequest() throws IOException {
            int matched = 0;
            try {
                for (int c; matched < 4 && (c = socket.getInputStream().read()) >= 0;) {
                    matched = c == "\r\n\r\n".charAt(matched) ? matched + 1 : c == '\r' ? 1 : 0;
                }
            } catch (SocketException reset) {
                return false;
            }
            return matched == 4;
        }

        /** Reads one request without a body, as text; empty if the client has gone. */
        String readHead() throws IOException {
            var head = new StringBuilder();
            for (int c; head.indexOf("\r\n\r\n") < 0 && (c = socket.getInputStream().read()) >= 0;) {
                head.append((char) c);
            }
            return head.toString();
        }

        /** Hands bytes to and fro until one side closes. */
        void join(Socket other) throws IOException, InterruptedException {
            var back = Thread.ofVirtual().start(() -> {
                try (socket; other) {
                    other.getInputStream().transferTo(socket.getOutputStream());
                } catch (IOException e) {
                    return; // one side closed
                }
            });
            socket.getInputStream().transferTo(other.getOutputStream());
            other.close();
            back.join();
        }

        void write(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        }

        /** Writes until the client or the server closes. */
        void writeForEver(String text, long everyMillis) throws IOException, InterruptedException {
            while (!closed.await(everyMillis, TimeUnit.MILLISECONDS)) {
                write(text);
            }
        }

        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }
    }

    private final ServerSocket server;
    private final Thread accepting;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger accepted = new AtomicInteger();

    RawServer(Script script) throws IOException {
        server = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
        accepting = Thread.ofVirtual().start(() -> accept(script));
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    int port() {
        return server.getLocalPort();
    }

    int accepted() {
        return accepted.get();
    }

    /** Afterwards its port refuses connections: it is open for as long as a thread waits in {@code accept}. */
    @Override
    public void close() throws IOException {
        closed.countDown();
        server.close();
        try {
            accepting.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (var socket : open) {
            socket.close();
        }
    }

    private void accept(Script script) {
        while (!server.isClosed()) {
            try {
                var socket = server.accept();
                accepted.incrementAndGet();
                open.add(socket);
                Thread.ofVirtual().start(() -> play(script, socket));
            } catch (IOException e) {
                if (!server.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void play(Script script, Socket socket) {
        try (socket) {
            script.play(new Peer(socket, closed));
        } catch (IOException e) {
            open.remove(socket); // the client hung up, as most of these tests want
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
