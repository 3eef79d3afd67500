package io.hmsbridge.core.egress;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.apache.hc.client5.http.DnsResolver;

/**
 * The addresses of a host that one target may connect to. The client connects to the very addresses returned here and
 * never looks the name up again, so a name that changes between check and use gains nothing.
 */
final class PermittedAddresses implements DnsResolver {

    private final EgressSettings settings;
    private final Lookup lookup;

    PermittedAddresses(EgressSettings settings, Lookup lookup) {
        this.settings = settings;
        this.lookup = lookup;
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        return settings.addresses().permitted(host, lookup.addressesOf(host, settings.connectTimeout()));
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }
}
