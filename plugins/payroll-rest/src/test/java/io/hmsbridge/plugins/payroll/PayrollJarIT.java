package io.hmsbridge.plugins.payroll;

import static org.assertj.core.api.Assertions.assertThat;

import io.hmsbridge.api.SendResult;
import io.hmsbridge.core.plugin.PluginHost;
import io.hmsbridge.testkit.FakePayrollServer;
import io.hmsbridge.testkit.TestContext;
import io.hmsbridge.testkit.TestPackets;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar as it is shipped. */
class PayrollJarIT {

    private static final Path JAR = Path.of(System.getProperty("plugin.jar"));

    @TempDir
    private Path temp;

    @Test
    void droppedIntoAPluginFolderItDelivers() throws Exception {
        var folder = Files.createDirectory(temp.resolve("plugins"));
        Files.copy(JAR, folder.resolve("payroll-rest.jar"));

        try (var payroll = FakePayrollServer.start();
                var host = PluginHost.open(folder, temp.resolve("work"));
                var lease = host.connectors().find("PayrollConnector").orElseThrow();
                var context =
                        TestContext.of(lease.factory(), Map.of(), Map.of("PAYROLL_API", payroll.uri().toString()));
                var connector = lease.call(() -> lease.factory().create(context))) {
            var packet = new TestPackets(lease.factory()).of(Map.of("dailyRate", new BigDecimal("68.00")));

            assertThat(lease.call(() -> connector.send(packet))).isEqualTo(SendResult.delivered("PATCH /v2/rates 204"));
            assertThat(payroll.rates()).singleElement().hasToString("PATCH /v2/rates {\"dailyRate\":68.00}");
            assertThat(connector.getClass().getClassLoader()).isNotSameAs(getClass().getClassLoader());
        }
    }

    @Test
    void itBundlesItsLibraryAloneAndIsSmall() throws Exception {
        try (var jar = new JarFile(JAR.toFile())) {
            assertThat(jar.stream().map(e -> e.getName()).filter(name -> name.endsWith(".class"))).isNotEmpty()
                    .allMatch(name -> name.matches("io/hmsbridge/plugins/(payroll|rest)/.*"));
        }
        assertThat(JAR).satisfies(jar -> assertThat(Files.size(jar)).isLessThan(50_000));
    }
}
