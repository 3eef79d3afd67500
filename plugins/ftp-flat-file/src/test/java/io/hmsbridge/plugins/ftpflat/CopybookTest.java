package io.hmsbridge.plugins.ftpflat;

import static org.assertj.core.api.Assertions.assertThat;

import io.hmsbridge.api.SendResult;
import io.hmsbridge.plugins.files.testkit.ReadmeRun;
import io.hmsbridge.testkit.TestContext;
import io.hmsbridge.testkit.TestPackets;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CopybookTest {

    private final FtpFlatConnectorFactory factory = new FtpFlatConnectorFactory();
    private final TestPackets packets = new TestPackets(factory);

    @Test
    void theReadmesCopybookWritesTheReadmesBytes() throws Exception {
        var readme = ReadmeRun.ofThisModule();
        assertThat(readme.says("{\"grade\": \"E5\", \"daily_rate\": 68.50, \"days\": 300, \"hours\": [8, 7]}"))
                .isTrue();
        var fields = Map.of("grade", "E5", "daily_rate", new BigDecimal("68.50"), "days", 300, "hours",
                List.of(8, 7));
        try (var site = FtpSite.start();
                var context = TestContext.of(factory, site.settings());
                var ftp = factory.create(context)) {
            var with = Map.of("layout", "fixed", "copybook", readme.blocks("cobol").getFirst(), "charset", "Cp037",
                    "record_end", "none");
            assertThat(ftp.send(packets.of(fields, with)))
                    .isEqualTo(SendResult.delivered("put under-test-pkt-1.dat: 18 bytes"));
            var hex = HexFormat.of().withUpperCase()
                    .formatHex(Files.readAllBytes(site.folder().resolve("under-test-pkt-1.dat")));
            assertThat(readme.blocks("text").get(1).replaceAll("\\s", "")).isEqualTo(hex);
        }
    }

    @Test
    void aCopybookThatCannotBeWrittenRejectsItsPacketsWithTheLine() throws Exception {
        try (var site = FtpSite.start();
                var context = TestContext.of(factory, site.settings());
                var ftp = factory.create(context)) {
            assertThat(ftp.send(packets.of(Map.of("a", 1), Map.of("layout", "fixed", "copybook", "05 A COMP-1."))))
                    .isEqualTo(SendResult.reject("copybook: line 1: COMP-1 is not written; there are DISPLAY, COMP, "
                            + "BINARY, COMP-3 and PACKED-DECIMAL"));
            assertThat(ftp.send(packets.of(Map.of("a", 1), Map.of("layout", "fixed", "copybook", "05 A PIC 9.",
                    "fields", Map.of("a", "9"))))).isEqualTo(
                            SendResult.reject("a fixed layout has its fields or a copybook, not both"));
            assertThat(site.names()).isEmpty();
        }
    }
}
