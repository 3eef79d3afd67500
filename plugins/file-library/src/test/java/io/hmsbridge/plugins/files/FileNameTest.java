package io.hmsbridge.plugins.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hmsbridge.api.PacketId;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileNameTest {

    private static final Dating UTC = Dating.in(ZoneId.of("UTC"));

    @Test
    void aNameIsMadeOfThePacketsAlone() throws Exception {
        var name = new FileName("in/{date}/{target}-{type}-{id}.csv", UTC);
        assertThat(name.of(List.of(packet(17, 0, 0)))).isEqualTo("in/20261207/mainframe-policy.updated-pkt-17.csv");
        assertThat(name.of(List.of(packet(17, 3, 2)))).endsWith("-pkt-17.3-r2.csv");
        assertThat(name.of(List.of(packet(17, 0, 0), packet(42, 0, 0)))).endsWith("-pkt-17-to-pkt-42.csv");
        assertThat(new FileName("{date}", Dating.in(ZoneId.of("Asia/Tokyo"))).of(List.of(packet(1, 0, 0))))
                .isEqualTo("20261208");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"../x", "/etc/passwd", "..", ".", "~root", "a/../../b", "a\0b", "a\nb", "C:\\x", "a\u202eb", ""})
    void aNameNeverLeavesItsFolder(String key) {
        var packet = Packets.of(new PacketId(1, "mainframe", 0, 0), key, Map.of());
        assertThatExceptionOfType(UnfitException.class)
                .isThrownBy(() -> new FileName("{key}", UTC).of(List.of(packet)));
        assertThatExceptionOfType(UnfitException.class)
                .isThrownBy(() -> new FileName("{key}", UTC).of(List.of(
                        Packets.of(new PacketId(1, "mainframe", 0, 0), "x".repeat(201), Map.of()))))
                .withMessageContaining("longer than 200 bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../{id}", "/{id}", "{id}/", ".{id}", "~/{id}", "{nope}"})
    void aTemplateThatLeavesTheFolderIsRefusedAtOnce(String template) {
        assertThatIllegalArgumentException().isThrownBy(() -> new FileName(template, UTC));
    }

    private static io.hmsbridge.api.Packet packet(long event, int part, int revision) {
        return Packets.of(new PacketId(event, "mainframe", part, revision), "pd", Map.of());
    }
}
