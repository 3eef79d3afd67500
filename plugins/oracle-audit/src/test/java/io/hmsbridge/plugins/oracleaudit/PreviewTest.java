package io.hmsbridge.plugins.oracleaudit;

import static org.assertj.core.api.Assertions.assertThat;

import io.hmsbridge.testkit.Preview;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A dry run shows the row, without a database. */
class PreviewTest {

    private final Preview preview = new Preview(new OracleAuditConnectorFactory());

    @Test
    void theRowIsShown() throws Exception {
        var shown =
                preview.of(Map.of("url", "jdbc:oracle:thin:@//db.agency.example/audit"), Map.of("table", "audit_log"),
                        "rate", 68L);

        assertThat(shown).startsWith("INSERT INTO audit_log (idempotency_key, packet, ")
                .contains("\n  packet_key: \"key\"", "\n  data: \"{\\\"rate\\\":68}\"", "\n  data_hash: \"");
    }
}
