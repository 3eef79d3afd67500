package io.hmsbridge.benchmarks.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** A campaign so small that the build has time for it, on all the real parts. */
class CampaignIT {

    @TempDir
    private Path folder;

    @Test
    @Timeout(240)
    void everyPromiseIsKeptInASmallCampaign() throws Exception {
        var json = folder.resolve("findings.json");
        var out = new ByteArrayOutputStream();

        int status = Campaign.run(
                new String[] {"--kills", "5", "--postgres-stops", "1", "--cuts", "10", "--events", "60", "--json",
                    json.toString()},
                Files.createDirectory(folder.resolve("work")), new PrintStream(out, true, StandardCharsets.UTF_8),
                System.err);

        var text = out.toString(StandardCharsets.UTF_8);
        assertThat(status).as(text).isZero();
        assertThat(text).contains("lost: 0").contains("unexpected: 0").contains("out_of_order: 0");
        var findings = new JsonMapper().readTree(json);
        assertThat(findings.at("/kills/accepted").asInt()).isGreaterThanOrEqualTo(5 * 60);
        assertThat(findings.at("/cuts/holds").asBoolean()).isTrue();
    }
}
