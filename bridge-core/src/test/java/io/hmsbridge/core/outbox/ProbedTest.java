package io.hmsbridge.core.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.hmsbridge.api.Health;
import io.hmsbridge.api.SendResult;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

/** A target that refused a login is looked after in half a minute: too late for this test to wait for it. */
class ProbedTest extends OutboxFixture {

    @Test
    void whatWaitsGoesOnceTheProbeIsAskedByHand() {
        connector.says(Health.asleep("the login is refused"));
        connector.answers(_ -> SendResult.targetFault("401"));
        long first = emit("a");
        await().atMost(LONG).until(() -> outbox.lanes().getFirst().open());

        assertThat(outbox.probe("t")).isEqualTo(new Probed(Probed.Answer.ASLEEP, "the login is refused"));
        assertThat(outbox.lanes().getFirst().open()).isTrue();

        connector.says(Health.awake("good morning"));
        connector.answers(_ -> SendResult.delivered("took it"));
        assertThat(outbox.probe("t")).isEqualTo(new Probed(Probed.Answer.AWAKE, "good morning"));
        awaitNothingWaits();
        assertThat(sent()).contains(first);
    }

    @Test
    void aTargetThatIsWellIsAskedAndAnUnknownOneIsNot() {
        connector.says(Health.unknown());

        assertThat(outbox.probe("t").answer()).isEqualTo(Probed.Answer.UNKNOWN);
        assertThat(outbox.lanes().getFirst().open()).isFalse();
        assertThatThrownBy(() -> outbox.probe("nobody")).isInstanceOf(NoSuchElementException.class);
    }
}
