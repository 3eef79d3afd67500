package io.hmsbridge.plugins.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.hmsbridge.api.SendResult;
import io.hmsbridge.core.plugin.PluginHost;
import io.hmsbridge.testkit.TestContext;
import io.hmsbridge.testkit.TestPackets;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar as it is shipped. */
class MailJarIT {

    private static final Path JAR = Path.of(System.getProperty("plugin.jar"));

    @TempDir
    private Path temp;

    @Test
    void droppedIntoAPluginFolderItMailsWhatItsPageShows() throws Exception {
        var folder = Files.createDirectory(temp.resolve("plugins"));
        Files.copy(JAR, folder.resolve("smtp-mail.jar"));
        try (var mail = MailCounterpart.start().with("timeout", "20s");
                var host = PluginHost.open(folder, temp.resolve("work"));
                var lease = host.connectors().find("MailConnector").orElseThrow();
                var context = TestContext.of(lease.factory(), mail.settings());
                var connector = lease.call(() -> lease.factory().create(context))) {
            var fields = new LinkedHashMap<String, Object>();
            fields.put("rate", new BigDecimal("68.00"));
            fields.put("supervisor", "ann@agency.example");
            var packet = new TestPackets(lease.factory()).of(
                    fields,
                    Map.of("to", List.of("{supervisor}"), "subject", "Per diem is now {rate}", "html",
                            "<p>Approved: <b>{rate}</b></p>", "text", "Approved: {rate}", "attach", "csv"));

            assertThat(lease.call(() -> connector.send(packet)))
                    .isEqualTo(SendResult.delivered("mail <test/pkt-1@agency.example> 250"));
            assertThat(page()).contains(shown(mail));
            assertThat(connector.getClass().getClassLoader()).isNotSameAs(getClass().getClassLoader());
        }
    }

    @Test
    void itBundlesWhatItNeedsAndNothingOfTheBridge() throws Exception {
        try (var jar = new JarFile(JAR.toFile())) {
            assertThat(jar.stream().map(e -> e.getName()).filter(name -> name.endsWith(".class")))
                    .anyMatch(name -> name.startsWith("org/eclipse/angus/mail/"))
                    .noneMatch(name -> name.startsWith("io/hmsbridge/api/") || name.startsWith("org/pf4j/"));
        }
        assertThat(JAR).satisfies(jar -> assertThat(Files.size(jar)).isLessThan(2_500_000));
    }

    private static String page() throws Exception {
        return Files.readString(Path.of("README.md"));
    }

    /** The mail as it arrived, but for what is different each time. */
    private static String shown(MailCounterpart mail) throws Exception {
        var bytes = new ByteArrayOutputStream();
        mail.last().writeTo(bytes);
        return bytes.toString(StandardCharsets.UTF_8).replace("\r\n", "\n")
                .replaceAll("(?m)^(Return-Path|Received|Date|Content-Type: multipart|\\s+boundary).*\n", "")
                .replaceAll("(?m)^------=_Part_.*$", "--").replaceAll("\n\n+", "\n\n").strip();
    }
}
