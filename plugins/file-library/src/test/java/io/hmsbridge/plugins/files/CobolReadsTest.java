package io.hmsbridge.plugins.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** A COBOL program that was compiled with the same copybook reads what was written. Where Debian's GnuCOBOL is installed. */
@EnabledIf("isInstalled")
class CobolReadsTest {

    private static final String COPYBOOK = """
                   01  RATE-RECORD.
                       05  POST-CODE     PIC X(4).
                       05  ZONED         PIC S9(5)V99.
                       05  FIRST-SIGN    PIC S9(3) SIGN LEADING SEPARATE.
                       05  PACKED        PIC S9(7)V99 COMP-3.
                       05  PACKED-EVEN   PIC 9(4) COMP-3.
                       05  SMALL         PIC S9(4) COMP.
                       05  MIDDLE        PIC S9(7)V99 COMP.
                       05  LARGE         PIC S9(18) BINARY.
                       05  HOURS         PIC 9(2) OCCURS 3 TIMES.
            """;
    private static final String PROGRAM = """
                   IDENTIFICATION DIVISION.
                   PROGRAM-ID. READER.
                   ENVIRONMENT DIVISION.
                   INPUT-OUTPUT SECTION.
                   FILE-CONTROL.
                       SELECT RATES ASSIGN TO "rates.dat"
                           ORGANIZATION IS SEQUENTIAL.
                   DATA DIVISION.
                   FILE SECTION.
                   FD  RATES.
                   COPY "rates.cpy".
                   WORKING-STORAGE SECTION.
                   01  AT-END  PIC X VALUE "N".
                   01  E-ZONED PIC -(6)9.99.
                   01  E-FIRST PIC -(4)9.
                   01  E-PACKED PIC -(8)9.99.
                   01  E-EVEN PIC Z(4)9.
                   01  E-SMALL PIC -(5)9.
                   01  E-MIDDLE PIC -(8)9.99.
                   01  E-LARGE PIC -(18)9.
                   PROCEDURE DIVISION.
                       OPEN INPUT RATES.
                       PERFORM UNTIL AT-END = "Y"
                           READ RATES AT END MOVE "Y" TO AT-END
                           NOT AT END PERFORM SHOW
                           END-READ
                       END-PERFORM.
                       CLOSE RATES.
                       STOP RUN.
                   SHOW.
                       MOVE ZONED TO E-ZONED. MOVE FIRST-SIGN TO E-FIRST.
                       MOVE PACKED TO E-PACKED. MOVE PACKED-EVEN TO E-EVEN.
                       MOVE SMALL TO E-SMALL. MOVE MIDDLE TO E-MIDDLE.
                       MOVE LARGE TO E-LARGE.
                       DISPLAY POST-CODE ";" E-ZONED ";" E-FIRST ";"
                           E-PACKED ";" E-EVEN ";" E-SMALL ";" E-MIDDLE
                           ";" E-LARGE ";" HOURS(1) ";" HOURS(2) ";"
                           HOURS(3).
            """;

    static boolean isInstalled() throws Exception {
        return new ProcessBuilder("sh", "-c", "command -v cobc > /dev/null").start().waitFor() == 0;
    }

    @Test
    void aProgramFindsEveryValue(@TempDir Path folder) throws Exception {
        long seed = System.nanoTime();
        var random = new Random(seed);
        var layout = new CopybookLayout(COPYBOOK, RecordEnd.NONE, "US-ASCII");
        var file = new ByteArrayOutputStream();
        var expected = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            var zoned = money(random, 9_999_999);
            var packed = money(random, 999_999_999);
            var middle = money(random, 999_999_999);
            long first = random.nextLong(-999, 1000);
            long even = random.nextLong(10_000);
            long small = random.nextLong(-9_999, 10_000);
            long large = random.nextLong(-999_999_999_999_999_999L, 1_000_000_000_000_000_000L);
            long hours = random.nextLong(100);
            file.writeBytes(Packets.record(layout, Packets.of(i, Map.of("post_code", "P" + i, "zoned", zoned,
                    "first_sign", first, "packed", packed, "packed_even", even, "small", small, "middle", middle,
                    "large", large, "hours", List.of(hours, 7)))));
            expected.append("P%d;%s;%d;%s;%d;%d;%s;%d;%02d;07;00\n".formatted(i, zoned, first, packed, even, small,
                    middle, large, hours));
        }
        Files.writeString(folder.resolve("rates.cpy"), COPYBOOK);
        Files.writeString(folder.resolve("reader.cob"), PROGRAM);
        Files.write(folder.resolve("rates.dat"), file.toByteArray());

        run(folder, "cobc", "-x", "-std=ibm", "-fixed", "-fsign=EBCDIC", "reader.cob"); // overpunched with letters
        assertThat(run(folder, "./reader").replace(" ", "")).as("seed %d", seed).isEqualTo(expected.toString());
    }

    private static BigDecimal money(Random random, long most) {
        return BigDecimal.valueOf(random.nextLong(-most, most + 1), 2);
    }

    private static String run(Path folder, String... command) throws Exception {
        var process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }
}
