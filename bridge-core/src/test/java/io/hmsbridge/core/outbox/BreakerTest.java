package io.hmsbridge.core.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.hmsbridge.api.Health;
import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BreakerTest {

    private final Breaker breaker = new Breaker();

    @Test
    void onePoisonKeyNeverOpensIt() {
        for (int i = 0; i < 100; i++) {
            breaker.failed(1, "500");
            assertThat(breaker.probed(Health.awake("200"))).isTrue();
        }
        assertThat(breaker.isOpen()).isFalse();
    }

    @Test
    void aProbeThatFailsTooOpensIt() {
        breaker.failed(1, "500");

        assertThat(breaker.probed(Health.asleep("refused"))).isFalse();
        assertThat(breaker.admits()).isFalse();
        assertThat(breaker.reason()).isEqualTo("refused");
    }

    @Test
    void failuresOverSeveralKeysOpenItWhateverTheProbeSays() {
        LongStream.range(0, 4).forEach(key -> breaker.failed(key, "500"));
        assertThat(breaker.isOpen()).isFalse();

        breaker.failed(4, "500");
        assertThat(breaker.isOpen()).isTrue();
    }

    @Test
    void aSuccessInBetweenStartsTheCountAnew() {
        LongStream.range(0, 4).forEach(key -> breaker.failed(key, "500"));
        assertThat(breaker.succeeded()).isFalse();
        LongStream.range(0, 4).forEach(key -> breaker.failed(key, "500"));

        assertThat(breaker.isOpen()).isFalse();
    }

    @Test
    void whenTheProbeAnswersOnePacketShowsWhetherTheTargetIsBack() {
        breaker.failed(1, "500");
        breaker.probed(Health.asleep("refused"));

        assertThat(breaker.probed(Health.awake("200"))).isTrue();
        assertThat(breaker.admits()).isTrue();
        assertThat(breaker.admits()).isFalse();

        breaker.failed(1, "500");
        assertThat(breaker.admits()).isFalse();

        breaker.probed(Health.unknown());
        assertThat(breaker.admits()).isTrue();
        assertThat(breaker.succeeded()).isTrue();
        assertThat(breaker.admits()).isTrue();
        assertThat(breaker.admits()).isTrue();
    }

    @Test
    void aSleepingTargetIsLookedAtSeldomerAndAFaultyOneSeldom() {
        breaker.probed(Health.asleep("refused"));
        assertThat(breaker.untilNextLook()).isEqualTo(Duration.ofMillis(500));
        assertThat(breaker.untilNextLook()).isEqualTo(Duration.ofSeconds(1));
        for (int i = 0; i < 10; i++) {
            breaker.untilNextLook();
        }
        assertThat(breaker.untilNextLook()).isEqualTo(Duration.ofSeconds(10));

        breaker.succeeded();
        breaker.faulted("401");
        assertThat(breaker.untilNextLook()).isEqualTo(Duration.ofSeconds(30));
        assertThat(breaker.untilNextLook()).isEqualTo(Duration.ofMinutes(1));
    }
}
