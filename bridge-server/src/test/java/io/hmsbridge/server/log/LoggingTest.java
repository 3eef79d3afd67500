package io.hmsbridge.server.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.event.KeyValuePair;

class LoggingTest {

    private final LoggerContext context = new LoggerContext();

    @ParameterizedTest
    @ValueSource(
            strings = {"a\r\nforged", "\u001b[31mred", "\u009b31mred", "\u202etxt.exe", "\u2066turned", "\u2028forged",
                "\u2029forged"})
    void whatIsLoggedIsOneLineOfNothingButText(String hostile) {
        var line = line(hostile, hostile);

        assertThat(line).hasLineCount(1).endsWith("\n").contains("WARN  HostileTest");
        assertThat(line.strip()).doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");
    }

    @Test
    void textOfOtherLanguagesIsAsItWas() {
        assertThat(line("Gehälter für שכר", "給与")).contains("Gehälter für שכר", "target=\"給与\"");
    }

    private String line(String message, String value) {
        var event = new LoggingEvent("", context.getLogger("io.HostileTest"), Level.WARN, message, null, null);
        event.setKeyValuePairs(List.of(new KeyValuePair("target", value)));
        return new String(Logging.text(context).encode(event), StandardCharsets.UTF_8);
    }
}
