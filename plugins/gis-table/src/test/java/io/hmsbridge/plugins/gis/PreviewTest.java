package io.hmsbridge.plugins.gis;

import static org.assertj.core.api.Assertions.assertThat;

import io.hmsbridge.testkit.Preview;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A dry run shows the statement, without a database. */
class PreviewTest {

    private final Preview preview = new Preview(new GisTableConnectorFactory());

    @Test
    void aPointIsShownAsItWouldBeWritten() throws Exception {
        assertThat(preview.of(Map.of(), Map.of("table", "assets", "lon", "x", "lat", "y"), "x", 13L, "y", 52L))
                .isEqualTo("""
                INSERT INTO assets (id, geom) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET geom = excluded.geom
                  id: "key"
                  geom: {"type":"Point","coordinates":[13,52]}""");
        assertThat(preview.of(Map.of(), Map.of("lon", "x", "lat", "y"), "x", 13L)).startsWith("no statement:");
    }
}
