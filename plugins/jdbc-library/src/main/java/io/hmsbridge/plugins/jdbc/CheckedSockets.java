package io.hmsbridge.plugins.jdbc;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import javax.net.SocketFactory;

/**
 * The sockets of drivers that take a factory by its class name: the target's own, which connect under its address policy, and
 * which wait for an answer no longer than its time-out.
 */
public final class CheckedSockets extends SocketFactory {

    private record Way(SocketFactory sockets, int timeoutMillis) {}

    private static final ScopedValue<Way> WAY = ScopedValue.newInstance();

    private final Way way;

    /** For drivers; only while {@link #during} runs. */
    public CheckedSockets() {
        way = WAY.get();
    }

    /** Connects, with every socket from {@code sockets}. */
    static <T, E extends Throwable> T during(SocketFactory sockets, Duration timeout,
            ScopedValue.CallableOp<T, E> connecting) throws E {
        return ScopedValue.where(WAY, new Way(sockets, Math.clamp(timeout.toMillis(), 1, Integer.MAX_VALUE)))
                .call(connecting);
    }

    @Override
    public Socket createSocket() throws IOException {
        return timed(way.sockets.createSocket());
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return timed(way.sockets.createSocket(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        return timed(way.sockets.createSocket(host, port, localHost, localPort));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return timed(way.sockets.createSocket(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress localAddress, int localPort) throws IOException {
        return timed(way.sockets.createSocket(host, port, localAddress, localPort));
    }

    private Socket timed(Socket socket) throws SocketException {
        socket.setSoTimeout(way.timeoutMillis);
        return socket;
    }
}
