package io.hmsbridge.core.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.hmsbridge.api.SendResult;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

class BrokenLedgerTest extends OutboxFixture {

    @Test
    void whatGoesWrongInOneLookDoesNotEndTheLooking() {
        emit("k");
        awaitNothingWaits(); // so that the lane is taken, and does not find what follows as it begins
        Set<String> broken = ConcurrentHashMap.newKeySet();
        broken.addAll(List.of("page", "due"));
        step = (method, real) -> {
            if (broken.remove(method)) {
                throw new IllegalStateException("a bug");
            }
            return real.call();
        };

        commitUnseen("k");
        awaitNothingWaits();

        assertThat(broken).isEmpty();
    }

    @Test
    void whatGoesWrongInTheRecorderDoesNotEndIt() {
        Set<String> broken = ConcurrentHashMap.newKeySet();
        broken.addAll(List.of("record", "held"));
        step = (method, real) -> {
            if (broken.remove(method)) {
                throw new IllegalStateException("a bug");
            }
            return real.call();
        };
        connector.answers(packet -> packet.attempt() == 1 ? SendResult.retry("not yet")
                : SendResult.delivered("took it"));

        emit("k");
        emit("k");
        awaitNothingWaits();

        assertThat(broken).isEmpty();
    }
}
