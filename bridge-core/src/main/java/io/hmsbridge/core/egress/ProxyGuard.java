package io.hmsbridge.core.egress;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.apache.hc.client5.http.DnsResolver;

/**
 * The address policy where a proxy connects for us. The proxy itself may be anywhere that is not always refused: that is
 * the operator's choice. The target's host is checked before each call.
 */
final class ProxyGuard implements DnsResolver {

    private static final AddressPolicy ANYWHERE = AddressPolicy.allowing(List.of("0.0.0.0/0", "::/0"));

    private final EgressSettings settings;
    private final Lookup lookup;

    ProxyGuard(EgressSettings settings, Lookup lookup) {
        this.settings = settings;
        this.lookup = lookup;
    }

    /**
     * Checks the host of a call. One that is known here must be permitted with every address, since the proxy may choose
     * any; one that only the proxy knows is the proxy's affair.
     *
     * @throws ForbiddenAddressException if it is not
     */
    void check(String host) throws ForbiddenAddressException {
        InetAddress[] known;
        try {
            known = lookup.addressesOf(host, settings.connectTimeout());
        } catch (UnknownHostException _) {
            if (NumericHost.isNumber(host)) {
                throw new ForbiddenAddressException(host + " is a number that the proxy may read as any address");
            }
            return;
        }
        for (var address : known) {
            settings.addresses().permitted(host, address);
        }
    }

    /** The proxy's addresses: no other host is connected to. */
    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        return ANYWHERE.permitted(host, lookup.addressesOf(host, settings.connectTimeout()));
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }
}
