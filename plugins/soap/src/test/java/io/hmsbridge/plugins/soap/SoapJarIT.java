package io.hmsbridge.plugins.soap;

import static org.assertj.core.api.Assertions.assertThat;

import io.hmsbridge.api.SendResult;
import io.hmsbridge.core.OfflineTargets;
import io.hmsbridge.core.mapping.SheetBench;
import io.hmsbridge.core.plugin.PluginHost;
import io.hmsbridge.core.plugin.PluginTrust;
import io.hmsbridge.core.yaml.Problem;
import io.hmsbridge.testkit.TestContext;
import io.hmsbridge.testkit.TestPackets;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar as it is shipped. */
class SoapJarIT {

    private static final Path JAR = Path.of(System.getProperty("plugin.jar"));

    @TempDir
    private Path temp;

    @Test
    void droppedIntoAPluginFolderItCallsAsItsPageShows() throws Exception {
        var folder = Files.createDirectory(temp.resolve("plugins"));
        Files.copy(JAR, folder.resolve("soap.jar"));
        try (var rates = SoapCounterpart.start().with("timeout", "20s");
                var host = PluginHost.open(folder, temp.resolve("work"));
                var lease = host.connectors().find("SoapConnector").orElseThrow();
                var context = TestContext.of(lease.factory(), rates.settings());
                var connector = lease.call(() -> lease.factory().create(context))) {
            var packet = new TestPackets(lease.factory()).of(Map.of("rate", new BigDecimal("68.00")),
                    Map.of("wsdl", TestWsdl.file("rates.wsdl"), "operation", "UpdateRate"));

            assertThat(lease.call(() -> connector.send(packet))).isEqualTo(SendResult.delivered("UpdateRate 200"));
            var sent = rates.requests().getLast();
            var body = sent.substring(sent.indexOf("<s:Body>"), sent.indexOf("</s:Envelope>"));
            assertThat(Files.readString(Path.of("README.md"))).contains("\n" + body + "\n");
            assertThat(connector.getClass().getClassLoader()).isNotSameAs(getClass().getClassLoader());
        }
    }

    @Test
    void aSheetIsCheckedAgainstTheWsdlBeforeThereIsAPacket() throws Exception {
        var folder = Files.createDirectory(temp.resolve("plugins"));
        Files.copy(JAR, folder.resolve("soap.jar"));
        var sheet = """
                source_event: policy.per_diem.updated
                targets:
                  rates:
                    connector: SoapConnector
                    with: {wsdl: "%s", operation: SetPerDiem, port: PerDiemSoap12}
                    map: {new_rate: amonut}
                    constants: {kind: 5, effective: "2026-12-07T12:00:00Z"}
                """.formatted(TestWsdl.file("PerDiem.asmx.wsdl"));
        try (var targets = new OfflineTargets(List.of(), Set.of(), folder, PluginTrust.ANY, _ -> null)) {
            assertThat(problems(targets, sheet)).containsExactlyInAnyOrder(
                    "SoapConnector has no field `amonut`",
                    "SoapConnector needs the field `amount`, which nothing maps: the service requires it",
                    "`kind` is integer here, and SoapConnector takes text");
            assertThat(problems(targets, sheet.replace("SetPerDiem,", "SetPerDeim,"))).containsExactly(
                    "SoapConnector does not take this `with`: "
                            + "'operation': the WSDL has no operation SetPerDeim; it has SetPerDiem");
            assertThat(problems(targets, sheet.replace("amonut", "amount").replace("5", "Domestic"))).isEmpty();
        }
    }

    private List<String> problems(OfflineTargets targets, String sheet) throws Exception {
        var file = Files.writeString(temp.resolve("per-diem.yaml"), sheet);
        return new SheetBench(targets).check(file).getFirst().problems().stream().map(Problem::message).toList();
    }

    @Test
    void itBundlesWhatItNeedsAndNothingOfTheBridge() throws Exception {
        try (var jar = new JarFile(JAR.toFile())) {
            assertThat(jar.stream().map(e -> e.getName()).filter(name -> name.endsWith(".class")))
                    .anyMatch(name -> name.startsWith("com/ibm/wsdl/"))
                    .noneMatch(name -> name.startsWith("io/hmsbridge/api/") || name.startsWith("org/pf4j/"));
        }
        assertThat(JAR).satisfies(jar -> assertThat(Files.size(jar)).isLessThan(1_000_000));
    }
}
