package io.hmsbridge.plugins.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.hmsbridge.api.Packet;
import io.hmsbridge.api.PacketId;
import io.hmsbridge.api.SendResult;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GroupingTest {

    private long made;

    /** A batch may have millions of packets, and is then a list that reads them as they are asked for. */
    @Test
    void aBatchThatIsOneGroupIsHandedOnAsItIs() throws Exception {
        var batch = List.of(packet("a"), packet("a"), packet("a"));
        var told = Collections.nCopies(3, SendResult.delivered("put"));
        var grouping = new Grouping<String>(Packet::key, (_, packets) -> {
            assertThat(packets).isSameAs(batch);
            return told;
        });
        assertThat(grouping.send(batch)).isSameAs(told);
    }

    @Test
    void eachGroupIsWrittenOnceAndEachPacketToldItsOwnResult() throws Exception {
        var random = new Random(7);
        var batch = new ArrayList<Packet>();
        for (int i = 0; i < 500; i++) {
            batch.add(packet(List.of("a", "b", "c").get(random.nextInt(3))));
        }
        var written = new ArrayList<String>();
        var results = new Grouping<String>(Packet::key, (group, packets) -> {
            written.add(group);
            assertThat(packets).containsExactlyElementsOf(
                    batch.stream().filter(packet -> packet.key().equals(group)).toList());
            return packets.stream().map(packet -> SendResult.delivered(packet.id().text())).toList();
        }).send(batch);
        assertThat(written).containsExactlyInAnyOrder("a", "b", "c");
        assertThat(results).containsExactlyElementsOf(
                batch.stream().map(packet -> SendResult.delivered(packet.id().text())).toList());
    }

    @Test
    void aPacketThatIsForNoFileIsRejectedAndTheOthersAreWritten() throws Exception {
        var results = new Grouping<String>(GroupingTest::named,
                (_, packets) -> Collections.nCopies(packets.size(), SendResult.delivered("put")))
                .send(List.of(packet("bad"), packet("a"), packet("worse"), packet("a")));
        assertThat(results).containsExactly(SendResult.reject("no name"), SendResult.delivered("put"),
                SendResult.reject("no use"), SendResult.delivered("put"));
    }

    private static String named(Packet packet) throws UnfitException {
        switch (packet.key()) {
            case "bad" -> throw new UnfitException("no name");
            case "worse" -> throw new IllegalArgumentException("no use");
            default -> {
                return packet.key();
            }
        }
    }

    private Packet packet(String key) {
        return Packets.of(new PacketId(++made, "mainframe", 0, 0), key, Map.of());
    }
}
