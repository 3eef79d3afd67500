package io.hmsbridge.plugins.jdbctable;

import static org.assertj.core.api.Assertions.assertThat;

import io.hmsbridge.testkit.Preview;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A dry run shows the statement, without a database. */
class PreviewTest {

    private final Preview preview = new Preview(new JdbcTableConnectorFactory());

    @Test
    void theStatementAndItsValuesAreShown() throws Exception {
        var postgres = Map.<String, Object>of("url", "jdbc:postgresql://db.agency.example/hr");
        assertThat(preview.of(postgres, Map.of("table", "hr.rates"), "rate", 68L, "note", "a \"b\"")).isEqualTo("""
                INSERT INTO hr.rates (id, rate, note) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET rate = excluded.rate,\
                 note = excluded.note
                  id: "key"
                  rate: 68
                  note: "a \\"b\\"\"""");
        assertThat(
                preview.of(postgres, Map.of("table", "rates", "mode", "delete", "where", Map.of("site", "ny")), "rate",
                        1L))
                .isEqualTo("DELETE FROM rates WHERE id = ? AND site = ?\n  id: \"key\"\n  site: \"ny\"");
        assertThat(preview.of(postgres, Map.of("table", "rates", "key", List.of("a", "b")), "a", 1L))
                .startsWith("no statement: table rates: the packet has no field for its key column b");
    }

    @Test
    void whereThereIsNoUpsertBothStatementsAreShown() throws Exception {
        assertThat(preview.of(Map.of("url", "jdbc:h2:mem:preview"), Map.of("table", "rates"), "rate", 68L)).isEqualTo("""
                UPDATE rates SET rate = ? WHERE id = ?
                  rate: 68
                  id: "key"
                and if there is no such row
                INSERT INTO rates (id, rate) VALUES (?, ?)
                  id: "key"
                  rate: 68""");
    }
}
