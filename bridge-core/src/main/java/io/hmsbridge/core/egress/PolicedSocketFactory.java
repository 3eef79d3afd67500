package io.hmsbridge.core.egress;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import javax.net.SocketFactory;

/** Makes one target's sockets. A name with several addresses is tried at each permitted one in turn. */
final class PolicedSocketFactory extends SocketFactory {

    private final EgressSettings settings;
    private final PermittedAddresses addresses;

    PolicedSocketFactory(EgressSettings settings, PermittedAddresses addresses) {
        this.settings = settings;
        this.addresses = addresses;
    }

    @Override
    public Socket createSocket() {
        return new PolicedSocket(settings, addresses);
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return connected(addresses.resolve(host), port, null);
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        return connected(addresses.resolve(host), port, new InetSocketAddress(localHost, localPort));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return connected(new InetAddress[] {host}, port, null);
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) throws IOException {
        return connected(new InetAddress[] {host}, port, new InetSocketAddress(localHost, localPort));
    }

    private Socket connected(InetAddress[] candidates, int port, SocketAddress local) throws IOException {
        IOException failure = null;
        for (var candidate : candidates) {
            var socket = createSocket();
            try {
                socket.bind(local);
                socket.connect(new InetSocketAddress(candidate, port));
                return socket;
            } catch (IOException e) {
                socket.close();
                if (failure != null) {
                    e.addSuppressed(failure);
                }
                failure = e;
            }
        }
        throw failure;
    }
}
