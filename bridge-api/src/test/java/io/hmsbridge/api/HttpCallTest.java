package io.hmsbridge.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpCallTest {

    private static final URI BASE = URI.create("https://user:pw@hr.example/v2/rates?token=s3cret");

    @Test
    void aPacketBringsItsContentItsKeyAndItsTrace() {
        var origin = new Packet.Origin("/hr", "c-1", "a.b", "", Instant.EPOCH, Instant.EPOCH);
        var packet = new Packet(new PacketId(17, "payroll", 3, 1), "key-17", origin, "k", 17, 1, Packet.Form.FIELDS,
                Map.of("rate", 68L), Settings.NONE,
                "00-ab-cd-01", "vendor=a");
        var call = HttpCall.patch(BASE).packet(packet);

        assertThat(call.headers()).containsEntry("Idempotency-Key", "key-17").containsEntry("traceparent",
                "00-ab-cd-01").containsEntry("tracestate", "vendor=a");
        assertThat(call.body()).isEqualTo(new HttpCall.Body.Json(Map.of("rate", 68L)));
        assertThat(packet.id().text()).isEqualTo("pkt-17.3");
    }

    @Test
    void aCallIsNamedWithoutQueryAndCredentials() {
        assertThat(HttpCall.patch(BASE)).hasToString("PATCH /v2/rates");
        assertThat(HttpCall.get(URI.create("http://hr.example"))).hasToString("GET /");
    }

    @ParameterizedTest
    @CsvSource({"https://hr.example, /v2/rates, https://hr.example/v2/rates",
        "https://hr.example/api/, v2, https://hr.example/api/v2",
        "https://hr.example/api/, '', https://hr.example/api/",
        "https://hr.example/api//, /v2-x_y/1.0/, https://hr.example/api/v2-x_y/1.0/",
        "https://hr.example/api, /v2//x, https://hr.example/api/v2/x",
        "https://hr.example/api, /é%2F, https://hr.example/api/é%252F",
        "http://hr.example:8080/api, //v2 rates//x, http://hr.example:8080/api/v2%20rates/x",
        "https://hr.example/a%2Fb, /c, https://hr.example/a%2Fb/c",
        "https://hr.example/api, /v2?dry=true&x=a b, https://hr.example/api/v2?dry=true&x=a%20b"})
    void aPathIsAppendedToTheBasesOwn(URI base, String path, String expected) {
        assertThat(HttpCall.of("PATCH", base, path).uri()).hasToString(expected);
    }

    @Test
    void manyAddressesAreToldApart() {
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 1_000; i++) {
                var base = URI.create("https://hr" + i % 7 + ".example/api");
                assertThat(HttpCall.of("PATCH", base, "/v2/" + i).uri()).isEqualTo(URI.create(base + "/v2/" + i));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v2/rates", "ftp://hr.example/x", "https:///x", "mailto:a@b"})
    void anAddressThatIsNotHttpIsRefusedWithoutBeingQuotedInFull(String address) {
        assertThatThrownBy(() -> HttpCall.get(URI.create(address))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("absolute http or https");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nX-Evil: 1", "a\nb", "a\u0000b", "a\u007fb", "caf\u20ac"})
    void aHeaderThatWouldBreakTheRequestIsRefused(String value) {
        assertThatThrownBy(() -> HttpCall.get(BASE).header("X-A", value)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("X-A")
                .message().doesNotContain("Evil");
    }
}
