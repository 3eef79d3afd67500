package io.hmsbridge.core.egress;

import java.net.InetAddress;
import java.util.Arrays;

/** A block of addresses in CIDR form, IPv4 or IPv6. */
final class Network {

    private final String cidr;
    private final byte[] prefix;
    private final int bits;

    private Network(String cidr, byte[] prefix, int bits) {
        this.cidr = cidr;
        this.prefix = prefix;
        this.bits = bits;
    }

    /** @throws IllegalArgumentException for anything but {@code 10.1.0.0/16}, {@code fd00::/8} or a single address */
    static Network of(String cidr) {
        int slash = cidr.indexOf('/');
        try {
            var prefix = InetAddress.ofLiteral(slash < 0 ? cidr : cidr.substring(0, slash)).getAddress();
            int bits = slash < 0 ? prefix.length * 8 : Integer.parseInt(cidr.substring(slash + 1));
            if (bits >= 0 && bits <= prefix.length * 8) {
                return new Network(cidr, prefix, bits);
            }
        } catch (IllegalArgumentException e) {
            throw notANetwork(cidr, e);
        }
        throw notANetwork(cidr, null);
    }

    boolean contains(byte[] address) {
        if (address.length != prefix.length) {
            return false;
        }
        int whole = bits / 8;
        if (!Arrays.equals(address, 0, whole, prefix, 0, whole)) {
            return false;
        }
        int rest = bits % 8;
        return rest == 0 || (address[whole] ^ prefix[whole]) >> (8 - rest) == 0;
    }

    /** Whether every address of {@code other} is in this network. */
    boolean containsAll(Network other) {
        return other.bits >= bits && contains(other.prefix);
    }

    @Override
    public String toString() {
        return cidr;
    }

    private static IllegalArgumentException notANetwork(String cidr, Exception cause) {
        return new IllegalArgumentException("'" + cidr + "' is not a network; write it like 10.1.0.0/16 or fd00::/8",
                cause);
    }
}
