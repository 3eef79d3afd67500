package io.hmsbridge.plugins.ftpflat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hmsbridge.api.BatchConnector;
import io.hmsbridge.api.Packet;
import io.hmsbridge.api.SendException;
import io.hmsbridge.api.SendResult;
import io.hmsbridge.api.SettingsException;
import io.hmsbridge.testkit.TestContext;
import io.hmsbridge.testkit.TestPackets;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FtpFlatConnectorTest {

    private static final String FILE = "under-test-pkt-1.dat";
    private static FtpSite site;

    private final FtpFlatConnectorFactory factory = new FtpFlatConnectorFactory();
    private final TestPackets packets = new TestPackets(factory);

    @BeforeAll
    static void start() throws Exception {
        site = FtpSite.start();
    }

    @AfterAll
    static void stop() throws Exception {
        site.close();
    }

    @AfterEach
    void clean() throws Exception {
        site.front().behave();
        for (var name : site.names()) {
            FlatFiles.delete(site.folder().resolve(name));
        }
    }

    /** The whole reason for the temporary name: whatever is cut, a reader never finds half a file under the last name. */
    @Test
    void aConnectionCutAtAnyByteNeverLeavesATornFile() throws Exception {
        var packet = packets.of(Map.of("rate", 68, "grade", "E5"));
        int size;
        try (var context = context(Map.of()); var ftp = connector(context)) {
            ftp.send(packet);
            size = site.read(FILE).length();
            Files.delete(site.folder().resolve(FILE));
        }
        var whole = expected(packet);
        try (var context = context(Map.of()); var ftp = connector(context)) {
            for (int cut = 0; cut < size; cut++) {
                site.front().cutDataAfter(cut);
                assertThatExceptionOfType(SendException.class).as("cut after %d bytes", cut)
                        .isThrownBy(() -> ftp.send(packet)).extracting(SendException::kind)
                        .isEqualTo(SendException.Kind.RETRY);
                assertThat(site.names()).as("cut after %d bytes", cut).doesNotContain(FILE);
            }
            site.front().cutDataAfter(size + 1);
            assertThat(ftp.send(packet)).isInstanceOf(SendResult.Delivered.class);
        }
        assertThat(site.read(FILE)).isEqualTo(whole);
        assertThat(site.names()).containsExactly(FILE);
    }

    private String expected(Packet packet) {
        var names = String.join(",", packet.fields().keySet());
        var values =
                packet.fields().values().stream().map(Object::toString).reduce((a, b) -> a + "," + b).orElseThrow();
        return names + "\r\n" + values + "\r\n";
    }

    @Test
    void aFileThatIsThereIsDeliveredOrInTheWayByItsContent() throws Exception {
        var packet = packets.of(Map.of("rate", 68));
        try (var context = context(Map.of()); var ftp = connector(context)) {
            assertThat(ftp.send(packet)).isEqualTo(SendResult.delivered("put " + FILE + ": 10 bytes"));
            assertThat(ftp.send(packet)).isEqualTo(SendResult.alreadyHad("put " + FILE + ": 10 bytes"));
            Files.writeString(site.folder().resolve(FILE), "rate\r\n69\r\n");
            assertThat(ftp.send(packet)).isEqualTo(SendResult.reject(
                    FILE + " is there with other content; move it away, then requeue the packet"));
            Files.writeString(site.folder().resolve(FILE), "rate\r\n681\r\n");
            assertThat(ftp.send(packet)).isInstanceOf(SendResult.Reject.class);
            assertThat(site.read(FILE)).isEqualTo("rate\r\n681\r\n");
            assertThat(site.names()).containsExactly(FILE);
        }
    }

    @Test
    void oneConnectionIsKeptAndReplacedWhenTheServerDropsIt() throws Exception {
        try (var context = context(Map.of()); var ftp = connector(context)) {
            ftp.send(packets.of(Map.of("rate", 1)));
            ftp.send(packets.of(Map.of("rate", 2)));
            assertThat(site.front().connections()).isEqualTo(1);
            site.front().behave(); // cuts what is open
            assertThat(ftp.send(packets.of(Map.of("rate", 3)))).isInstanceOf(SendResult.Delivered.class);
        }
    }

    @Test
    void aPasvAnswerThatPointsElsewhereIsIgnored() throws Exception {
        site.front().sendElsewhere("192.0.2.1");
        try (var context = context(Map.of()); var ftp = connector(context)) {
            assertThat(ftp.send(packets.of(Map.of("rate", 68)))).isInstanceOf(SendResult.Delivered.class);
        } finally {
            site.front().sendElsewhere("");
        }
        assertThat(site.read(FILE)).isEqualTo("rate\r\n68\r\n");
    }

    @Test
    void aServerThatKnowsNoSizeIsAskedForAListOfTheFile() throws Exception {
        site.front().onCommand("SIZE", "500 What is that");
        try (var context = context(Map.of()); var ftp = connector(context)) {
            var packet = packets.of(Map.of("rate", 68));
            assertThat(ftp.send(packet)).isEqualTo(SendResult.delivered("put " + FILE + ": 10 bytes"));
            assertThat(ftp.send(packet)).isEqualTo(SendResult.alreadyHad("put " + FILE + ": 10 bytes"));
        }
        assertThat(site.read(FILE)).isEqualTo("rate\r\n68\r\n");
    }

    @Test
    void aListWithoutEndFillsNoMemory() throws Exception {
        site.front().onCommand("SIZE", "500 What is that");
        site.front().dataForEver("-rw-r--r-- 1 ftp ftp 10 Dec 07 12:00 " + FILE + "\r\n");
        try (var context = context(Map.of()); var ftp = connector(context)) {
            assertThatExceptionOfType(SendException.class).isThrownBy(() -> ftp.send(packets.of(Map.of("rate", 68))))
                    .withMessageContaining("the server's list of one file is longer than 65536 bytes")
                    .extracting(SendException::kind).isEqualTo(SendException.Kind.RETRY);
        }
        assertThat(site.names()).doesNotContain(FILE);
    }

    @Test
    void aSizeThatIsNoneKillsNoPacket() throws Exception {
        site.front().onCommand("SIZE", "213 quite large");
        try (var context = context(Map.of()); var ftp = connector(context)) {
            assertThatExceptionOfType(SendException.class).isThrownBy(() -> ftp.send(packets.of(Map.of("rate", 68))))
                    .withMessageContaining("SIZE was answered with no number")
                    .extracting(SendException::kind).isEqualTo(SendException.Kind.RETRY);
        }
    }

    @Test
    void theServerMayConnectBackForData() throws Exception {
        try (var context = context(Map.of("active", true)); var ftp = connector(context)) {
            assertThat(ftp.send(packets.of(Map.of("rate", 68)))).isInstanceOf(SendResult.Delivered.class);
        }
        assertThat(site.read(FILE)).isEqualTo("rate\r\n68\r\n");
    }

    @Test
    void aStrangerWhoConnectsInTheServersPlaceGetsNothing() throws Exception {
        var packet = packets.of(Map.of("rate", 68));
        site.front().strangerFrom("127.0.0.2");
        try (var context = context(Map.of("active", true)); var ftp = connector(context)) {
            assertThatExceptionOfType(SendException.class).isThrownBy(() -> ftp.send(packet))
                    .withMessageContaining("127.0.0.2").extracting(SendException::kind)
                    .isEqualTo(SendException.Kind.RETRY);
            assertThat(site.names()).doesNotContain(FILE);
            site.front().behave();
            assertThat(ftp.send(packet)).isInstanceOf(SendResult.Delivered.class);
        }
        while (site.front().strangersBytes() < 0) {
            Thread.onSpinWait();
        }
        assertThat(site.front().strangersBytes()).isZero();
        assertThat(site.read(FILE)).isEqualTo("rate\r\n68\r\n");
    }

    @Test
    void aBatchIsOneMainframeFileWithHeaderAndTrailer() throws Exception {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("grade", "X(4)");
        fields.put("rate", "S9(5)V99");
        var with = Map.of("layout", "fixed", "fields", fields, "charset", "Cp1047", "record_end", "none", "name",
                "in/{date}/{id}.ebc", "header", "HDR{date}", "trailer", "TRL{count 9(4)}{sum rate S9(9)V99}");
        try (var context = context(Map.of("batch", 10L)); var ftp = connector(context)) {
            var results = ftp.sendBatch(List.of(
                    packets.of(Map.of("grade", "E5", "rate", new BigDecimal("68.00")), with),
                    packets.of(Map.of("grade", "E10-LONG", "rate", 1), with),
                    packets.of(Map.of("grade", "E6", "rate", new BigDecimal("-1.50")), with)));
            assertThat(results.get(0)).isInstanceOf(SendResult.Delivered.class).isEqualTo(results.get(2));
            assertThat(results.get(1)).isEqualTo(
                    SendResult.reject("'grade' has 8 characters, its picture X(4) holds 4"));
        }
        assertThat(new String(Files.readAllBytes(site.folder().resolve("in/20261207/pkt-1-to-pkt-3.ebc")),
                Charset.forName("Cp1047")))
                .isEqualTo("HDR20261207E5  000680{E6  000015}TRL00020000000665{");
    }

    @Test
    void aNameOutOfTheFolderIsRejected() throws Exception {
        try (var context = context(Map.of()); var ftp = connector(context)) {
            for (var name : List.of("../{id}", "/etc/{id}", "~/{id}", "{nope}")) {
                assertThat(ftp.send(packets.of(Map.of("rate", 1), Map.of("name", name))))
                        .as(name).isInstanceOf(SendResult.Reject.class);
            }
            assertThat(site.names()).isEmpty();
        }
    }

    @Test
    void theLoginComesFromNetrcWhereNoUserIsSet(@TempDir Path home) throws Exception {
        var netrc = Files.writeString(home.resolve("netrc"), "# ours\nmachine elsewhere login x password y\n"
                + "machine 127.0.0.1\n  login bridge\n  password s3cr3t-of-ftp\ndefault login z\n");
        var settings = Map.<String, Object>of("url", site.settings().get("url"), "netrc", netrc.toString());
        try (var context = TestContext.of(factory, settings); var ftp = connector(context)) {
            assertThat(ftp.send(packets.of(Map.of("rate", 68)))).isInstanceOf(SendResult.Delivered.class);
        }
    }

    @Test
    void theLoginComesFromTheEnvironmentWhereNoUserIsSet() throws Exception {
        try (var context = TestContext.of(factory, Map.of("url", site.settings().get("url")),
                Map.of("FTP_USER", "bridge", "FTP_PASSWORD", "s3cr3t-of-ftp")); var ftp = connector(context)) {
            assertThat(ftp.send(packets.of(Map.of("rate", 68)))).isInstanceOf(SendResult.Delivered.class);
        }
    }

    @Test
    void allWrongSettingsAreToldAtOnce(@TempDir Path home) {
        assertThatExceptionOfType(SettingsException.class).isThrownBy(() -> connector(TestContext.of(factory,
                Map.of("url", "gopher://user:pw@host", "zone", "Mars", "connections", 0L, "batch", 0L))))
                .withMessageContaining("'url'").withMessageContaining("must hold no login")
                .withMessageContaining("'zone'").withMessageContaining("'connections'")
                .withMessageContaining("'batch'").withMessageNotContaining(":pw");
        assertThatExceptionOfType(SettingsException.class).isThrownBy(() -> connector(TestContext.of(factory,
                Map.of("url", "ftp://127.0.0.1", "netrc", home.resolve("none").toString()))))
                .withMessageContaining("'user' is not set");
    }

    private BatchConnector connector(TestContext context) throws Exception {
        return (BatchConnector) factory.create(context);
    }

    private TestContext context(Map<String, Object> settings) throws Exception {
        var all = new HashMap<>(site.settings());
        all.put("timeout", "5s");
        all.putAll(settings);
        return TestContext.of(factory, all);
    }
}
