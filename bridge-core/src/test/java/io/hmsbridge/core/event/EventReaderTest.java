package io.hmsbridge.core.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hmsbridge.api.Event;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventReaderTest {

    private static final Instant NOW = Instant.parse("2026-11-24T08:00:00Z");

    private final EventReader reader = new EventReader(Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void aCloudEventIsReadWithAllItsAttributes() {
        var event = one("""
                {"specversion": "1.0", "id": "c-1", "source": "/hr", "type": "policy.per_diem.updated", "subject": "pd-7",
                 "time": "2026-11-24T09:30:00.5+01:00", "datacontenttype": "application/json; charset=utf-8", "traceparent": "00-ab-cd-01",
                 "data": {"new_rate": 68.00, "big": 123456789012345678901234567890, "none": null}}""");

        assertThat(event.id()).isEqualTo("c-1");
        assertThat(event.source()).isEqualTo("/hr");
        assertThat(event.subject()).isEqualTo("pd-7");
        assertThat(event.time()).isEqualTo(Instant.parse("2026-11-24T08:30:00.5Z"));
        assertThat(event.extensions()).isEqualTo(Map.of("traceparent", "00-ab-cd-01"));
        assertThat(event.data()).containsEntry("new_rate", new BigDecimal("68.00"))
                .containsEntry("big", new BigInteger("123456789012345678901234567890")).containsEntry("none", null);
    }

    @Test
    void theBareFormGetsWhatItLacks() {
        var event = one("{\"type\": \"a.b\", \"data\": {\"x\": 1}}");

        assertThat(event.id()).isNotBlank();
        assertThat(event.source()).isEqualTo(Event.DEFAULT_SOURCE);
        assertThat(event.time()).isEqualTo(NOW);
        assertThat(event.data()).isEqualTo(Map.of("x", 1L));
    }

    @Test
    void aBatchIsReadInItsOrder() {
        assertThat(read("[{\"type\":\"a\",\"data\":{}},{\"type\":\"b\",\"data\":{}}]")).extracting(Event::type)
                .containsExactly("a", "b");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            {"data":{}}                                                        | $.type: is missing
            {"type":"a"}                                                       | $.data: is missing
            {"type":"a","data":[1]}                                            | $.data: must be a JSON object
            {"type":7,"data":{}}                                               | $.type: must be a string
            {"type":"a","data":{},"colour":"red"}                              | $.colour: is not an attribute
            {"type":"a","data":{},"time":"yesterday"}                          | $.time: must be a time as RFC 3339
            {"specversion":"1.0","type":"a","source":"/s","data":{}}           | $.id: is missing
            {"specversion":"0.3","type":"a","data":{}}                         | $.specversion: must be "1.0"
            {"specversion":"1.0","id":"1","type":"a","source":"/s","BAD":1,"data":{}} | $.BAD: an extension's name
            {"type":"a","data_base64":"AAAA"}                                  | $.data_base64: binary data
            [{"type":"a","data":{}},{"data":{}}]                               | $[1].type: is missing
            []                                                                 | the batch is empty
            "text"                                                             | $: an event is a JSON object
            {"type":"a","data":{"n":1e99999}}                                  | $.data.n
            {"type":"a","type":"b","data":{}}                                  | type
            {"type":"a","data":{"s":"\\ud800"}}                                | $.data.s
            {"type":"a","data":{"s":"\\u0000"}}                                | $.data.s
            {"type":"a","data":{}                                              | line 1
            """)
    void whatIsWrongIsSaidWithItsPlace(String json, String message) {
        assertThatThrownBy(() -> read(json)).isInstanceOf(EventRefusedException.class).hasMessageContaining(message);
    }

    @Test
    void allThatIsWrongIsSaidAtOnce() {
        assertThatThrownBy(() -> read("{\"specversion\":\"1.0\",\"data\":[]}")).hasMessage(
                "$.id: is missing; $.source: is missing; $.type: is missing; $.data: must be a JSON object");
        assertThatThrownBy(() -> read("[7,{\"type\":\" \",\"subject\":1,\"data\":{}}]")).hasMessage(
                "$[0]: an event is a JSON object; $[1].type: must not be empty; $[1].subject: must be a string");
        assertThatThrownBy(() -> read("[" + "1,".repeat(21) + "1]"))
                .hasMessageEndingWith("$[19]: an event is a JSON object; and 2 more");
    }

    private Event one(String json) {
        var events = read(json);
        assertThat(events).hasSize(1);
        return events.getFirst();
    }

    private List<Event> read(String json) {
        return reader.read(json.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "Application/JSON ; charset=utf-8", "application/vnd.hr+json",
        "a/b+json;x=y"})
    void dataOfAnyKindOfJsonIsTaken(String mediaType) {
        assertThat(one("{\"type\":\"a\",\"datacontenttype\":\"%s\",\"data\":{}}".formatted(mediaType)).type())
                .isEqualTo("a");
    }

    static Stream<String> notJson() {
        return Stream.of("text/plain", "json", "/json", "a/+json", "application/json+xml", "text/plain;a/json", "",
                "a" + "/".repeat(1_000_000), "a/" + "+jso".repeat(250_000));
    }

    @ParameterizedTest
    @MethodSource("notJson")
    void dataOfAnotherKindIsRefused(String mediaType) {
        var json = "{\"type\":\"a\",\"datacontenttype\":\"%s\",\"data\":{}}".formatted(mediaType);

        assertThatThrownBy(() -> one(json)).isInstanceOf(EventRefusedException.class)
                .hasMessageContaining("$.datacontenttype: only JSON data");
    }
}
