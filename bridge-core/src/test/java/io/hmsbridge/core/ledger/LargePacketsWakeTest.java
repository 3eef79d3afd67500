package io.hmsbridge.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.hmsbridge.api.Event;
import io.hmsbridge.api.Packet;
import io.hmsbridge.core.json.ExactJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Packets are vetted again when they are due, for which their content is read: of large ones few at once. */
class LargePacketsWakeTest extends LedgerFixture {

    private static final Instant DUE = Instant.parse("2026-12-07T05:00:00Z");
    private static final int PACKETS = 30;
    private static final int BYTES = 1 << 20;

    @Test
    void aStepHasSoMuchContentAndTheNextOneTheRest() {
        var content = Map.<String, Object>of("text", "x".repeat(BYTES));
        for (int i = 0; i < PACKETS; i++) {
            var packet = new NewPacket(ledger.target("t", "C"), "t", 0, "k", Packet.Form.FIELDS, content,
                    ExactJson.write(content), 0, Governed.NONE, new NewPacket.Fate.Schedule(DUE));
            append(ledger,
                    new NewEvent(Event.of("a.b", Map.of()), ExactJson.write(Map.of()), new byte[32], List.of(packet)));
        }
        Vetting vetting = asked -> new Vetting.Vetted.Passed(asked.key(), asked.content(),
                ExactJson.write(asked.content()), Governed.NONE);
        var waking = ledger.scheduled().waking(new ReplayWriter.Ways(_ -> List.of(), Optional.of(vetting)));

        var steps = new ArrayList<Integer>();
        for (int woken = waking.wake(DUE, false, (_, _) -> {}); woken > 0;) {
            steps.add(woken);
            woken = waking.wake(DUE, false, (_, _) -> {});
        }

        assertThat(steps).allSatisfy(step -> assertThat(step * (long) BYTES)
                .isLessThanOrEqualTo(ReplayWriter.MOST_CONTENT + BYTES));
        assertThat(steps.stream().mapToInt(Integer::intValue).sum()).isEqualTo(PACKETS);
        assertThat(ledger.packets(PacketQuery.latest(100))).hasSize(PACKETS)
                .allSatisfy(packet -> assertThat(packet.state()).isEqualTo(PacketState.QUEUED));
    }
}
