package io.hmsbridge.core.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Runs on damaged documents. The seed is in the message of a failure, to run it again. */
class YamlRandomTest {

    private static final int MUTANTS = 20_000;

    private static final String GOOD = """
            # \u00e9 \ud83d\ude00
            source_event: policy.per_diem.updated
            when: "data.status = 'approved'"
            targets:
              payroll: {connector: PayrollConnector, with: {path: /v2/rates}, map: {new_rate: dailyRate}}
              gis:
                connector: 'GISTableConnector'
                set:
                  currency: |-
                    USD
                  rate: 68.00
            tests:
              - event: {data: {n: [1, -2.5e3, ~, true]}}
            """;

    private static final List<String> PIECES = List.of("", " ", "\t", "\n", "\r", ":", ": ", "- ", "? ", "[", "]", "{",
            "}", ",", "\"", "'", "|", ">", "&a ", "*a", "!!str ", "!", "<<: ", "%YAML 1.1\n", "%TAG ! !\n", "---\n",
            "...\n", "#", "\\u", "\"\\ud800\"", "\"\\UFFFFFFFF\"", "\0", "\u0007", "\u00ff", "\u00e2\u0080\u00a8", "@",
            "`", "${x}", "1e9999", "[".repeat(60), "9".repeat(1_100), "|999999999999\n");

    private final long seed = Long.getLong("test.seed", System.nanoTime());
    private final Random random = new Random(seed);

    @Test
    void whateverTheFileThereIsATreeOrAProblem() {
        byte[] good = GOOD.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < MUTANTS; i++) {
            byte[] mutant = mutate(good);
            try {
                var document = YamlDocument.parse("mutant.yaml", mutant);
                var map = document.map().allowOnly("source_event", "when", "targets", "tests");
                map.requiredChild("targets").child("payroll").text("connector").required();
                map.children("tests");
                map.node().toValue();
                document.problems().render();
                assertThat(document.root().isPresent() || document.problems().hasErrors())
                        .as("seed %d, mutant %d", seed, i).isTrue();
            } catch (RuntimeException e) {
                fail("seed " + seed + ", mutant " + i + ": " + HexFormat.of().formatHex(mutant), e);
            }
        }
    }

    private byte[] mutate(byte[] good) {
        var mutant = new StringBuilder(new String(good, StandardCharsets.ISO_8859_1));
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            int at = random.nextInt(mutant.length() + 1);
            int to = Math.min(mutant.length(), at + random.nextInt(random.nextInt(8) == 0 ? 200 : 4));
            boolean anyByte = random.nextInt(5) == 0;
            mutant.replace(at, to, anyByte ? String.valueOf((char) random.nextInt(256))
                    : PIECES.get(random.nextInt(PIECES.size())));
        }
        return mutant.toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
