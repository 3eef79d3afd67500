package io.hmsbridge.core;

import io.hmsbridge.api.ConnectorContext;
import io.hmsbridge.api.DurableState;
import io.hmsbridge.api.Http;
import io.hmsbridge.api.SendException;
import io.hmsbridge.api.Settings;
import java.io.IOException;
import java.lang.System.Logger;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.SocketFactory;

/** What a connector is handed that is to show a request, and to send none: no way out, and an empty memory. */
record PreviewContext(String target, Settings settings) implements ConnectorContext {

    private static final String NO_WAY_OUT = "a preview sends nothing";

    @Override
    public Http http() {
        return _ -> {
            throw new SendException(SendException.Kind.RETRY, NO_WAY_OUT);
        };
    }

    @Override
    public SocketFactory sockets() {
        return new SocketFactory() {
            @Override
            public Socket createSocket() throws IOException {
                throw new IOException(NO_WAY_OUT);
            }

            @Override
            public Socket createSocket(String host, int port) throws IOException {
                return createSocket();
            }

            @Override
            public Socket createSocket(String host, int port, InetAddress from, int fromPort) throws IOException {
                return createSocket();
            }

            @Override
            public Socket createSocket(InetAddress host, int port) throws IOException {
                return createSocket();
            }

            @Override
            public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) throws IOException {
                return createSocket();
            }
        };
    }

    @Override
    public Logger logger() {
        return System.getLogger("io.hmsbridge.preview." + target);
    }

    @Override
    public Clock clock() {
        return Clock.systemUTC();
    }

    @Override
    public void count(String name, long amount) {
        // nothing happens that would count
    }

    @Override
    public DurableState state() {
        Map<String, byte[]> remembered = new ConcurrentHashMap<>();
        return new DurableState() {
            @Override
            public Optional<byte[]> get(String name) {
                return Optional.ofNullable(remembered.get(name));
            }

            @Override
            public void put(String name, byte[] value) {
                remembered.put(name, value);
            }

            @Override
            public void remove(String name) {
                remembered.remove(name);
            }
        };
    }
}
