package io.hmsbridge.core.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressPolicyTest {

    private static final AddressPolicy EVERYTHING = AddressPolicy.allowing(List.of("0.0.0.0/0", "::/0"));

    static final List<String> NOT_PUBLIC = words("""
            127.0.0.1 127.255.255.254 2130706433 127.1 10.0.0.1 10.255.255.255 172.16.0.1 172.31.255.255 192.168.0.1
            100.64.0.1 192.0.0.1 192.0.2.1 192.88.99.1 198.18.0.1 198.51.100.1 203.0.113.1 240.0.0.1
            ::1 fc00::1 fd12:3456::1 fec0::1 100::1 2001:db8::1 3fff::1 5f00::1
            ::ffff:127.0.0.1 ::ffff:7f00:1 ::127.0.0.1 ::ffff:0:10.0.0.1 ::ffff:0:127.0.0.1 64:ff9b::127.0.0.1
            64:ff9b::a00:1 64:ff9b:1::a00:1 2002:7f00:1:: 2002:0a00:0001::1 2001:0:1::80ff:fffe 2600::5efe:10.0.0.1
            """);

    static final List<String> NEVER = words("""
            169.254.169.254 169.254.170.2 169.254.0.1 2852039166 169.16689662 fe80::1 febf::1
            fd00:ec2::254 fd20:ce::254 fd00:42::42 100.100.100.200 168.63.129.16 192.0.0.192
            ::ffff:169.254.169.254 ::ffff:a9fe:a9fe ::169.254.169.254 ::ffff:0:169.254.169.254 64:ff9b::169.254.169.254
            64:ff9b::a9fe:a9fe 64:ff9b:1::a9fe:a9fe 2002:a9fe:a9fe:: 2001:0:1::5601:5601 2600::5efe:169.254.169.254
            2600::200:5efe:a9fe:a9fe ::ffff:100.100.100.200 64:ff9b::6464:64c8
            0.0.0.0 0 0.1.2.3 :: 64:ff9b:: 224.0.0.1 239.255.255.255 ff02::1 255.255.255.255 ::ffff:255.255.255.255
            """);

    /** Spellings that some resolvers take for such an address; ours may also know no such host. */
    static final List<String> OTHER_SPELLINGS = words("""
            0x7f000001 0x7f.0.0.1 0x7f.1 017700000001 0177.0.0.1 127.0.1 127.0.0.1. 0xa9fea9fe 0xa9.0xfe.0xa9.0xfe
            025177524776 0251.0376.0251.0376 169.254.43518 3232235777 0xc0a80101 0300.0250.1.1 10.1 167772161 012.0.0.1
            0:0:0:0:0:0:0:1 0:0:0:0:0:ffff:7f00:1 ::ffff:0a00:0001 fe80::1%lo localhost localhost. LOCALHOST
            """);

    static final List<String> PUBLIC = words("""
            8.8.8.8 172.15.255.255 172.32.0.1 100.128.0.1 192.0.1.1 2001:4860:4860::8888 2606:4700::1111
            64:ff9b::8.8.8.8
            """);

    @ParameterizedTest
    @FieldSource("NOT_PUBLIC")
    void whatIsNotPublicIsRefusedUnlessAllowed(String literal) throws UnknownHostException {
        var address = InetAddress.getByName(literal);

        assertThat(AddressPolicy.PUBLIC_ONLY.refusal(address)).get(STRING).startsWith("is not a public address");
        assertThat(EVERYTHING.refusal(address)).isEmpty();
    }

    @ParameterizedTest
    @FieldSource("NEVER")
    void whatIsNeverAllowedIsRefusedUnderAnyPolicy(String literal) throws UnknownHostException {
        var address = InetAddress.getByName(literal);

        assertThat(AddressPolicy.PUBLIC_ONLY.refusal(address)).isPresent();
        assertThat(EVERYTHING.refusal(address)).get(STRING).endsWith("connections there are always refused");
    }

    @ParameterizedTest
    @FieldSource("PUBLIC")
    void publicAddressesAreAllowed(String literal) {
        assertThat(AddressPolicy.PUBLIC_ONLY.refusal(InetAddress.ofLiteral(literal))).isEmpty();
    }

    @Test
    void aMappedAddressThatTheJdkKeepsAsIpv6IsSeenThrough() throws UnknownHostException {
        var bytes = new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte) 0xff, (byte) 0xff, (byte) 169, (byte) 254, 1, 1};

        assertThat(EVERYTHING.refusal(Inet6Address.getByAddress("mapped", bytes, 0))).isPresent();
    }

    @Test
    void onlyTheAllowedNetworkIsOpened() {
        var policy = AddressPolicy.allowing(List.of("10.1.128.0/17", "fd00:1::/32", "127.0.0.1"));

        assertThat(policy.refusal(InetAddress.ofLiteral("10.1.128.0"))).isEmpty();
        assertThat(policy.refusal(InetAddress.ofLiteral("10.1.255.255"))).isEmpty();
        assertThat(policy.refusal(InetAddress.ofLiteral("64:ff9b::10.1.200.1"))).isEmpty();
        assertThat(policy.refusal(InetAddress.ofLiteral("fd00:1:ffff::1"))).isEmpty();
        assertThat(policy.refusal(InetAddress.ofLiteral("127.0.0.1"))).isEmpty();
        assertThat(policy.refusal(InetAddress.ofLiteral("10.1.127.255"))).isPresent();
        assertThat(policy.refusal(InetAddress.ofLiteral("10.2.128.0"))).isPresent();
        assertThat(policy.refusal(InetAddress.ofLiteral("fd00:2::1"))).isPresent();
        assertThat(policy.refusal(InetAddress.ofLiteral("127.0.0.2"))).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10.0.0.0/33", "10.0.0.0/-1", "fd00::/129", "10.0.0.0/", "10.0.0.0/8/8", "intranet/8",
        "10.0.0.256/8"})
    void whatIsNoNetworkIsNamed(String cidr) {
        assertThatThrownBy(() -> AddressPolicy.allowing(List.of(cidr)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("'" + cidr + "' is not a network");
    }

    @Test
    void metadataAddressesCannotBeAllowed() {
        assertThatThrownBy(() -> AddressPolicy.allowing(List.of("169.254.169.254/32")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'169.254.169.254/32' cannot be allowed: connections to 169.254.0.0/16 are always refused");
    }

    @Test
    void ofSeveralAddressesTheForbiddenOnesAreLeftOut() throws ForbiddenAddressException {
        var metadata = InetAddress.ofLiteral("169.254.169.254");
        var open = InetAddress.ofLiteral("8.8.8.8");

        assertThat(AddressPolicy.PUBLIC_ONLY.permitted("hr.example", metadata, open)).containsExactly(open);
    }

    private static List<String> words(String text) {
        return List.of(text.strip().split("\\s+"));
    }
}
