package io.hmsbridge.core.egress;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The IPv4 addresses that an IPv6 address stands for, in whatever form it carries them. */
final class EmbeddedIpv4 {

    private static final Network COMPATIBLE = Network.of("::/96");
    private static final Network TRANSLATED = Network.of("::ffff:0:0:0/96");
    private static final Network NAT64 = Network.of("64:ff9b::/96");
    private static final Network LOCAL_NAT64 = Network.of("64:ff9b:1::/48");
    private static final Network SIX_TO_FOUR = Network.of("2002::/16");
    private static final Network TEREDO = Network.of("2001::/32");

    private EmbeddedIpv4() {}

    static List<byte[]> in(byte[] address) {
        if (address.length != 16) {
            return List.of();
        }
        var found = new ArrayList<byte[]>(1);
        if (isMapped(address) || isCompatible(address) || isIsatap(address) || TRANSLATED.contains(address)
                || NAT64.contains(address) || LOCAL_NAT64.contains(address)) {
            found.add(Arrays.copyOfRange(address, 12, 16));
        }
        if (SIX_TO_FOUR.contains(address)) {
            found.add(Arrays.copyOfRange(address, 2, 6));
        }
        if (TEREDO.contains(address)) {
            found.add(inverted(Arrays.copyOfRange(address, 12, 16)));
        }
        return found;
    }

    /** {@code ::ffff:0:0/96}, which the JDK reads as IPv4 and {@link Network} thus cannot denote. */
    private static boolean isMapped(byte[] address) {
        return Arrays.equals(address, 0, 10, new byte[10], 0, 10) && address[10] == (byte) 0xff
                && address[11] == (byte) 0xff;
    }

    /** But for {@code ::}, {@code ::1} and their neighbours, which are IPv6's own. */
    private static boolean isCompatible(byte[] address) {
        return COMPATIBLE.contains(address) && address[12] != 0;
    }

    /** Known by its interface identifier {@code 0000:5efe} or {@code 0200:5efe}, under any prefix. */
    private static boolean isIsatap(byte[] address) {
        return (address[8] & 0xfd) == 0 && address[9] == 0 && address[10] == 0x5e && address[11] == (byte) 0xfe;
    }

    /** Teredo hides the address of its client from NAT devices. */
    private static byte[] inverted(byte[] bytes) {
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) ~bytes[i];
        }
        return bytes;
    }
}
