package io.hmsbridge.core.egress;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where a target may connect to: public addresses, and those other networks that its settings allow. Link-local and cloud
 * metadata addresses, multicast, broadcast and the unspecified address are refused always.
 *
 * <p>An IPv4 address counts as itself in whatever IPv6 form it comes: mapped, compatible, NAT64, 6to4, Teredo.
 */
public final class AddressPolicy {

    /** Allows public addresses only. */
    public static final AddressPolicy PUBLIC_ONLY = new AddressPolicy(List.of());

    private static final List<Network> NEVER = networks(
            "0.0.0.0/8", "::/128",
            // Link-local; holds the metadata service of most clouds, 169.254.169.254, and of container tasks.
            "169.254.0.0/16", "fe80::/10",
            // Metadata services outside it: AWS, Google, Scaleway; Alibaba; Azure's host agent; Oracle.
            "fd00:ec2::/32", "fd20:ce::254", "fd00:42::42", "100.100.100.200", "168.63.129.16", "192.0.0.192",
            "224.0.0.0/4", "ff00::/8", "255.255.255.255");

    // Special-purpose blocks of IANA's registries that are not globally reachable, or not to be reached unasked.
    private static final List<Network> NOT_PUBLIC = networks(
            "127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "192.0.0.0/24",
            "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "240.0.0.0/4",
            "::1", "fc00::/7", "::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16",
            "3fff::/20", "5f00::/16", "fec0::/10");

    private final List<Network> allowed;

    private AddressPolicy(List<Network> allowed) {
        this.allowed = allowed;
    }

    /**
     * Allows public addresses and the given networks, such as {@code 10.1.0.0/16} or {@code 127.0.0.1}.
     *
     * @throws IllegalArgumentException naming an entry that is no network or that is never allowed
     */
    public static AddressPolicy allowing(List<String> cidrs) {
        var allowed = cidrs.stream().map(Network::of).toList();
        for (var network : allowed) {
            for (var never : NEVER) {
                if (never.containsAll(network)) {
                    throw new IllegalArgumentException("'" + network + "' cannot be allowed: connections to " + never
                            + " are always refused");
                }
            }
        }
        return new AddressPolicy(allowed);
    }

    /**
     * Those of a host's addresses that may be connected to, in their order.
     *
     * @throws ForbiddenAddressException if there is none, or the host is written so that others may read another address
     */
    InetAddress[] permitted(String host, InetAddress... addresses) throws ForbiddenAddressException {
        if (NumericHost.hasLeadingZero(host)) {
            throw new ForbiddenAddressException(
                    host + " has a leading zero, which some read as octal; write it without");
        }
        var permitted =
                Arrays.stream(addresses).filter(address -> refusal(address).isEmpty()).toArray(InetAddress[]::new);
        if (permitted.length == 0) {
            var why = refusal(addresses[0]).orElseThrow();
            var literal = addresses[0].getHostAddress();
            var subject = host.equals(literal) ? literal + " " : host + " is " + literal + ", which ";
            throw new ForbiddenAddressException(subject + why);
        }
        return permitted;
    }

    /** Why an address may not be connected to, as the end of a sentence that begins with it; empty if it may. */
    Optional<String> refusal(InetAddress address) {
        var forms = formsOf(address);
        var never = first(NEVER, forms);
        if (never.isPresent()) {
            return Optional.of("is in " + never.get() + ": connections there are always refused");
        }
        if (first(allowed, forms).isPresent()) {
            return Optional.empty();
        }
        return first(NOT_PUBLIC, forms)
                .map(network -> "is not a public address but in " + network
                        + "; allow its network in the target's settings");
    }

    private static Optional<Network> first(List<Network> networks, List<byte[]> forms) {
        return networks.stream().filter(network -> forms.stream().anyMatch(network::contains)).findFirst();
    }

    /** The address and, where it carries an IPv4 address, that one too. */
    private static List<byte[]> formsOf(InetAddress address) {
        var forms = new ArrayList<byte[]>();
        forms.add(address.getAddress());
        forms.addAll(EmbeddedIpv4.in(address.getAddress()));
        return forms;
    }

    private static List<Network> networks(String... cidrs) {
        return Stream.of(cidrs).map(Network::of).toList();
    }
}
