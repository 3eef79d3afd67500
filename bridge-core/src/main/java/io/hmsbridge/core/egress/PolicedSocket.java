package io.hmsbridge.core.egress;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.time.Duration;

/** A socket that connects only where its target's policy allows, and never waits for it without end. */
final class PolicedSocket extends Socket {

    private final EgressSettings settings;
    private final PermittedAddresses addresses;

    PolicedSocket(EgressSettings settings, PermittedAddresses addresses) {
        this.settings = settings;
        this.addresses = addresses;
    }

    @Override
    public void connect(SocketAddress endpoint) throws IOException {
        connect(endpoint, 0);
    }

    @Override
    public void connect(SocketAddress endpoint, int timeout) throws IOException {
        if (!(endpoint instanceof InetSocketAddress wanted)) {
            throw new IllegalArgumentException("only internet addresses can be connected to");
        }
        var address = wanted.isUnresolved() ? addresses.resolve(wanted.getHostString())[0] : wanted.getAddress();
        settings.addresses().permitted(wanted.getHostString(), address);
        super.connect(new InetSocketAddress(address, wanted.getPort()),
                timeout > 0 ? timeout : millis(settings.connectTimeout()));
    }

    private static int millis(Duration duration) {
        return Math.clamp(duration.toMillis(), 1, Integer.MAX_VALUE);
    }
}
