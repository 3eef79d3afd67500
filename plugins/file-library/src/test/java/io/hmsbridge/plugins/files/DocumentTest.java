package io.hmsbridge.plugins.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hmsbridge.api.Packet;
import io.hmsbridge.api.SendResult;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.lang.ref.WeakReference;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DocumentTest {

    private static final Dating UTC = Dating.in(ZoneOffset.UTC);
    private static final Layout RATES = new FixedLayout(Map.of("rate", "9(3)V99"), RecordEnd.LF, "US-ASCII");

    @Test
    void headerAndTrailerCountAndAddUpWhatIsInTheFile() throws Exception {
        var document = new Document(List.of(rate(1, "68.00"), rate(2, "-1"), rate(3, "0.50")), RATES,
                new Frame("HDR{date}{count 9(4)}", "TRL{count}/{sum rate S9(5)V99}/{sum rate}"), UTC);
        assertThat(text(document)).isEqualTo("HDR202612070002\n06800\n00050\nTRL2/000685{/68.50\n");
        assertThat(document.size()).isEqualTo(text(document).length());
        var put = SendResult.delivered("put");
        assertThat(document.results(put)).satisfiesExactly(first -> assertThat(first).isEqualTo(put),
                second -> assertThat(second).isInstanceOfSatisfying(SendResult.Reject.class,
                        reject -> assertThat(reject.reason()).contains("'rate' is negative")),
                third -> assertThat(third).isEqualTo(put));
        assertThat(document.fitting()).extracting(packet -> packet.id().event()).containsExactly(1L, 3L);
    }

    @Test
    void aCountThatOverflowsItsPictureMakesNoFile() {
        var packets = new ArrayList<Packet>();
        for (int i = 0; i < 10; i++) {
            packets.add(rate(i + 1, "1"));
        }
        assertThatExceptionOfType(UnfitException.class)
                .isThrownBy(() -> new Document(packets, RATES, new Frame("", "{count 9}"), UTC))
                .withMessageContaining("'count' overflows its picture 9");
        assertThatIllegalArgumentException().isThrownBy(() -> new Frame("{size}", ""))
                .withMessageContaining("a header or trailer knows no {size}");
    }

    /** Laying out is most of the work of a batch. */
    @ParameterizedTest
    @CsvSource({"1000,1001", "4000,8001"}) // the first packet once more, for the date
    void aRecordIsLaidOutOnceUnlessTheFileIsLarge(int size, int lookUps) throws Exception {
        var looked = new AtomicInteger();
        var packets = new AbstractList<Packet>() {
            @Override
            public Packet get(int index) {
                looked.incrementAndGet();
                return Packets.of(index + 1L, Map.of("text", "x".repeat(2000)));
            }

            @Override
            public int size() {
                return size;
            }
        };
        var layout = new FixedLayout(Map.of("text", "X(2000)"), RecordEnd.LF, "US-ASCII");
        var written = new Chunks();
        new Document(packets, layout, Frame.NONE, UTC).writeTo(written);
        assertThat(written.bytes).isEqualTo(size * 2001L);
        assertThat(looked).hasValue(lookUps);
    }

    @Test
    void noneOfItsRecordsIsKept() throws Exception {
        var packets = new AbstractList<Packet>() {
            @Override
            public Packet get(int index) {
                return Packets.of(index + 1L, Map.of("text", "x".repeat(1 << 20)));
            }

            @Override
            public int size() {
                return 200;
            }
        };
        var layout = new FixedLayout(Map.of("text", "X(99999)"), RecordEnd.LF, "US-ASCII");
        assertThat(new Document(packets, layout, Frame.NONE, UTC).fitting()).isEmpty();

        var csv = new CsvLayout(List.of("text"), java.util.Optional.empty(), true, false, ',', RecordEnd.LF, "UTF-8");
        var written = new Chunks();
        var document = new Document(packets, csv, Frame.NONE, UTC);
        document.writeTo(written);

        assertThat(written.bytes).isEqualTo(document.size()).isGreaterThan(200L << 20);
        System.gc();
        assertThat(written.chunks).filteredOn(chunk -> chunk.get() != null).hasSizeLessThan(3);
    }

    /** Counts, and sees what is still held of what was written. */
    private static final class Chunks extends OutputStream {

        private final List<WeakReference<byte[]>> chunks = new ArrayList<>();
        private long bytes;

        @Override
        public void write(int b) {
            bytes++;
        }

        @Override
        public void write(byte[] chunk, int offset, int length) {
            bytes += length;
            chunks.add(new WeakReference<>(chunk));
        }
    }

    private static Packet rate(long event, String rate) {
        return Packets.of(event, Map.of("rate", new BigDecimal(rate)));
    }

    private static String text(Document document) throws Exception {
        var bytes = new ByteArrayOutputStream();
        document.writeTo(bytes);
        return bytes.toString(StandardCharsets.US_ASCII);
    }
}
