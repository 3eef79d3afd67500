package io.hmsbridge.plugins.csvdrop;

import static org.assertj.core.api.Assertions.assertThat;

import io.hmsbridge.testkit.Preview;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A dry run shows the file and its record. */
class PreviewTest {

    private final Preview preview = new Preview(new CsvDropConnectorFactory());

    @TempDir
    private Path folder;

    @Test
    void theFileAndTheRecordAreShownAndNothingIsWritten() throws Exception {
        assertThat(preview.of(Map.of("folder", folder.toString()), Map.of(), "rate", 68L, "who", "a,b"))
                .isEqualTo("append to " + folder.resolve("under-test.csv")
                        + "\n\npacket_id,rate,who\r\ntest/pkt-1,68,\"a,b\"\r\n");
        assertThat(preview.of(Map.of("folder", folder.toString()), Map.of(), "rate", List.of(1L)))
                .contains("no record: ");
        assertThat(folder).isEmptyDirectory();
    }
}
