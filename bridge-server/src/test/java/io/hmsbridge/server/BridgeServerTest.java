package io.hmsbridge.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.hmsbridge.api.Event;
import io.hmsbridge.core.governance.PolicyException;
import io.hmsbridge.core.ledger.PacketQuery;
import io.hmsbridge.core.mapping.SheetFolder.FailingTests;
import io.hmsbridge.core.outbox.TargetSpec;
import io.hmsbridge.core.plugin.PluginHost.Downgrades;
import io.hmsbridge.server.config.AccessToken;
import io.hmsbridge.server.config.BridgeConfig;
import io.hmsbridge.server.config.BridgeConfig.Http;
import io.hmsbridge.server.config.BridgeConfig.Log;
import io.hmsbridge.server.config.ConfigFile;
import io.hmsbridge.server.config.ConfigReader;
import io.hmsbridge.server.config.ConfigWatch;
import io.hmsbridge.server.http.PortTakenException;
import io.hmsbridge.server.log.Logging;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

class BridgeServerTest {

    private static final String SHEET = """
            source_event: rate.changed
            targets:
              payroll:
                connector: NotThereYet
                map: {rate: dailyRate}
            """;

    @TempDir
    private Path home;

    @Test
    void whatWasAcceptedIsThereAfterARestartAndTheTokenStaysTheSame() throws Exception {
        Files.createDirectories(home.resolve("mappings"));
        Files.writeString(home.resolve("mappings/rates.yaml"), SHEET);
        long number;
        String token;
        try (var server = BridgeServer.start(config())) {
            number = server.bridge().emit(Event.of("rate.changed", Map.of("rate", 68))).number();
            token = AccessToken.read(home.resolve("data")).reveal();
            assertThat(status(server, token)).isEqualTo(200);
        }

        try (var server = BridgeServer.start(config())) {
            assertThat(server.bridge().packets(PacketQuery.ofEvent(number))).singleElement()
                    .satisfies(packet -> assertThat(packet.id().target()).isEqualTo("payroll"));
            assertThat(server.bridge().tryOut(Event.of("rate.changed", Map.of("rate", "ssn 536-90-4399"))))
                    .singleElement().satisfies(
                            tried -> assertThat(tried.content()).hasToString("{dailyRate=ssn ***-**-****}"));
            assertThat(status(server, token)).isEqualTo(200);
        }
    }

    @Test
    void aChangedConfigurationBringsANewTargetWithoutARestart() throws Exception {
        var file = Files.writeString(home.resolve("bridge.yaml"), "http: {port: 0}\n");
        var reader = new ConfigReader(Map.of());
        try (var server = BridgeServer.start(config());
                var _ = ConfigWatch.start(reader, ConfigFile.named(file), reader.read(ConfigFile.named(file)),
                        new LiveConfig(server.bridge(), server.config()))) {
            Files.writeString(file, "http: {port: 0}\ntargets:\n  gis: {connector: NotThereYet}\n");

            await().until(() -> server.bridge().targets().stream().anyMatch(target -> target.name().equals("gis")));
        }
    }

    @Test
    void theLevelOfTheLogChangesWithoutARestart() throws Exception {
        var log = LoggerFactory.getLogger("io.hmsbridge.server.BridgeServerTest");
        var file = Files.writeString(home.resolve("bridge.yaml"), "log: {level: warn}\n");
        var reader = new ConfigReader(Map.of());
        try (var server = BridgeServer.start(config());
                var _ = ConfigWatch.start(reader, ConfigFile.named(file), reader.read(ConfigFile.named(file)),
                        new LiveConfig(server.bridge(), server.config()))) {
            Logging.level(Level.WARN);

            Files.writeString(file, "log: {level: debug}\n");
            await().until(log::isDebugEnabled);

            assertThat(LoggerFactory.getLogger("org.flywaydb").isInfoEnabled()).isFalse();
            Files.writeString(file, "log: {level: error}\n");
            await().until(() -> !log.isWarnEnabled());
        } finally {
            Logging.level(Level.WARN);
        }
    }

    @Test
    void anAddressThatCannotBeListenedOnIsToldBeforeAnythingIsStarted() throws Exception {
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> BridgeServer.start(config(new Http("127.0.0.1", other.getLocalPort(), 65_536))))
                    .isInstanceOf(PortTakenException.class).hasMessageContaining("port " + other.getLocalPort());
        }
        assertThatThrownBy(() -> BridgeServer.start(config(new Http("no.such.host.invalid", 0, 65_536))))
                .isInstanceOf(PortTakenException.class).hasMessageContaining("no.such.host.invalid");
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void aPolicyThatCannotBeUsedKeepsTheServerFromStarting() throws Exception {
        Files.writeString(home.resolve("governance.yaml"), "classes: {snn: mask}\n");

        assertThatThrownBy(() -> BridgeServer.start(config())).isInstanceOf(PolicyException.class)
                .hasMessageContaining("governance.yaml:1:11: there is no class `snn`");
    }

    private BridgeConfig config() {
        return config(new Http("127.0.0.1", 0, 65_536));
    }

    private BridgeConfig config(Http http) {
        var hr = TargetSpec.of("payroll", "NotThereYet");
        return new BridgeConfig(Optional.empty(), home.resolve("data"), home.resolve("mappings"),
                new BridgeConfig.Plugins(home.resolve("plugins"), true, home.resolve("trust"), Downgrades.REFUSE),
                http, Optional.empty(), new Log(Log.Format.TEXT, Level.WARN), FailingTests.REFUSE, List.of(hr),
                BridgeConfig.Upkeep.DEFAULT);
    }

    private static int status(BridgeServer server, String token) throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(server.uri().resolve("/v1/outbox")).header("Authorization",
                    "Bearer " + token);
            return http.send(request.build(), BodyHandlers.discarding()).statusCode();
        }
    }
}
