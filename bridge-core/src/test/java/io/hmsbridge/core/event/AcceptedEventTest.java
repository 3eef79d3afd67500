package io.hmsbridge.core.event;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hmsbridge.api.Event;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AcceptedEventTest {

    @ParameterizedTest
    @ValueSource(strings = {"-0001-12-31T23:59:59Z", "+10000-01-01T00:00:00Z", "+999999999-01-01T00:00:00Z"})
    void aTimeThatNoDatabaseHoldsIsRefused(String time) {
        var event = new Event("1", "/hr", "a.b", "", Instant.parse(time), Map.of(), Map.of());

        assertThatThrownBy(() -> AcceptedEvent.of(event)).isInstanceOf(EventRefusedException.class)
                .hasMessageStartingWith("time: ");
    }

    @Test
    void anExtensionThatCannotBeWrittenIsRefused() {
        var event = new Event("1", "/hr", "a.b", "", Instant.EPOCH, Map.of(), Map.of("trace", "a\0b"));

        assertThatThrownBy(() -> AcceptedEvent.of(event)).isInstanceOf(EventRefusedException.class)
                .hasMessageStartingWith("extensions: ").hasMessageContaining("trace");
    }
}
