package io.hmsbridge.core.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SuggestionTest {

    private static final List<String> KEYS = List.of("source_event", "targets", "tests", "key", "when", "zone");

    @Test
    void oneSlipIsUnderstood() {
        assertThat(Suggestion.closest("targtes", KEYS)).contains("targets");
        assertThat(Suggestion.closest("Targets", KEYS)).contains("targets");
        assertThat(Suggestion.closest("test", KEYS)).contains("tests");
        assertThat(Suggestion.closest("sourceevent", KEYS)).contains("source_event");
        assertThat(Suggestion.closest("kye", KEYS)).contains("key");
    }

    @Test
    void anotherWordIsNotForcedIntoAKnownOne() {
        assertThat(Suggestion.closest("connector", KEYS)).isEmpty();
        assertThat(Suggestion.closest("", KEYS)).isEmpty();
        assertThat(Suggestion.closest("x".repeat(1_000_000), KEYS)).isEmpty();
        assertThat(Suggestion.didYouMean("connector", KEYS, "See the docs.")).isEqualTo("See the docs.");
    }

    @Test
    void aSwapOfNeighboursIsOneSlip() {
        assertThat(Suggestion.distance("ab", "ba")).isEqualTo(1);
        assertThat(Suggestion.distance("kitten", "sitting")).isEqualTo(3);
        assertThat(Suggestion.distance("", "abc")).isEqualTo(3);
        assertThat(Suggestion.distance("same", "same")).isZero();
    }
}
