package io.hmsbridge.plugins.ftpflat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.SocketFactory;

/** Sockets that go to a server's data ports by a proxy, which cuts what is uploaded: all it needs to read is how much that is. */
final class CuttingSockets extends SocketFactory {

    private final int controlPort;
    private final AtomicInteger passed = new AtomicInteger();
    private volatile int limit = Integer.MAX_VALUE;

    CuttingSockets(int controlPort) {
        this.controlPort = controlPort;
    }

    /** Bytes that were uploaded. */
    int passed() {
        return passed.get();
    }

    /** From the next data connection on. */
    void cutAfter(int bytes) {
        limit = bytes;
    }

    @Override
    public Socket createSocket() {
        return new Socket() {
            @Override
            public void connect(SocketAddress endpoint, int timeout) throws IOException {
                var to = (InetSocketAddress) endpoint;
                super.connect(to.getPort() == controlPort ? to
                        : new InetSocketAddress(InetAddress.getLoopbackAddress(), proxy(to.getPort())), timeout);
            }
        };
    }

    private int proxy(int dataPort) throws IOException {
        var own = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        int most = limit;
        Thread.ofVirtual().start(() -> {
            try (own; var client = own.accept(); var server = new Socket(InetAddress.getLoopbackAddress(), dataPort)) {
                Thread.ofVirtual().start(() -> download(server, client));
                var buffer = new byte[512];
                int left = most;
                while (left > 0) {
                    int read = client.getInputStream().read(buffer, 0, Math.min(left, buffer.length));
                    if (read < 0) {
                        server.shutdownOutput();
                        return;
                    }
                    server.getOutputStream().write(buffer, 0, read);
                    passed.addAndGet(read);
                    left -= read;
                }
            } catch (IOException _) {
                // One side is gone, and so is the other.
            }
        });
        return own.getLocalPort();
    }

    private static void download(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException _) {
            // One side is gone, and so is the other.
        }
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return createSocket(InetAddress.getByName(host), port);
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        var socket = createSocket();
        socket.connect(new InetSocketAddress(host, port));
        return socket;
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        return createSocket(host, port);
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) throws IOException {
        return createSocket(host, port);
    }
}
