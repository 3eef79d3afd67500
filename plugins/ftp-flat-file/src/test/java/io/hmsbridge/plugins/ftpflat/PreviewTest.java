package io.hmsbridge.plugins.ftpflat;

import static org.assertj.core.api.Assertions.assertThat;

import io.hmsbridge.testkit.Preview;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A dry run shows the file, whatever its charset. */
class PreviewTest {

    private final Preview preview = new Preview(new FtpFlatConnectorFactory());

    @Test
    void theFileIsShownAlsoInEbcdic() throws Exception {
        var site = Map.<String, Object>of("url", "ftp://ftp.agency.example/in", "user", "bridge", "password",
                "s3cret-word");
        var fixed = Map.<String, Object>of("layout", "fixed", "charset", "Cp037", "record_end", "none", "name",
                "RATES.{key}", "fields", Map.of("RATE", "9(5)V99"));

        assertThat(preview.of(site, fixed, "RATE", 68L)).isEqualTo("put RATES.key at ftp.agency.example\n\n0006800")
                .doesNotContain("s3cret");
        assertThat(preview.of(site, fixed, "RATE", "x")).contains("no record: ");
    }
}
