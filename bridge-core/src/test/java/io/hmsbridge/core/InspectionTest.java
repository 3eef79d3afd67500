package io.hmsbridge.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hmsbridge.api.Connector;
import io.hmsbridge.api.ConnectorContext;
import io.hmsbridge.api.ConnectorFactory;
import io.hmsbridge.api.Health;
import io.hmsbridge.api.Packet;
import io.hmsbridge.api.SendResult;
import io.hmsbridge.api.Setting;
import io.hmsbridge.api.SettingsSpec;
import io.hmsbridge.core.outbox.Finding;
import io.hmsbridge.core.outbox.TargetSpec;
import io.hmsbridge.core.support.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way to a target is gone step by step. */
class InspectionTest {

    private static final List<String> HERE = List.of("127.0.0.0/8");

    private static Bridge bridge;
    private static ServerSocket deaf;

    record Where(@Setting("Where it is") String base) {}

    /** Says that its login was refused at addresses that end so. */
    private static final class Web implements ConnectorFactory {

        @Override
        public String name() {
            return "Web";
        }

        @Override
        public SettingsSpec settings() {
            return SettingsSpec.of(Where.class);
        }

        @Override
        public Connector create(ConnectorContext context) {
            var base = context.settings().as(Where.class).base();
            return new Connector() {
                @Override
                public SendResult send(Packet packet) {
                    return SendResult.delivered("took it");
                }

                @Override
                public Health probe() {
                    return base.endsWith("/closed") ? Health.asleep("401 from GET /closed") : Health.awake("200");
                }
            };
        }
    }

    private static TargetSpec target(String name, String base) {
        return TargetSpec.of(name, "Web").with(Map.of("base", base)).in(HERE);
    }

    @BeforeAll
    static void open(@TempDir Path mappings) throws IOException {
        TestDatabase.clear();
        deaf = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        int closed;
        try (var free = new ServerSocket(0)) {
            closed = free.getLocalPort();
        }
        var base = "http://127.0.0.1:" + deaf.getLocalPort();
        Thread.ofVirtual().start(() -> {
            while (!deaf.isClosed()) {
                try (var client = deaf.accept()) {
                    client.getOutputStream().write("this is no TLS\r\n".getBytes(StandardCharsets.US_ASCII));
                } catch (IOException _) {
                    // the test is over, or the client had enough
                }
            }
        });
        bridge = Bridge.builder().database(TestDatabase.url(), TestDatabase.user(), TestDatabase.password())
                .mappings(mappings).connector(new Web())
                .targets(List.of(target("well", base), target("refused", base + "/closed"),
                        target("plain", base.replace("http:", "https:")), target("off", "http://127.0.0.1:" + closed),
                        target("unknown", "http://no.such.host.invalid/"),
                        TargetSpec.of("forbidden", "Web").with(Map.of("base", base)),
                        TargetSpec.of("unset", "Web"), TargetSpec.of("without", "NoSuchConnector")))
                .open();
    }

    @AfterAll
    static void close() throws IOException {
        bridge.close();
        deaf.close();
    }

    /** The checks with their verdicts; what failed says what to do. */
    private static Map<String, Finding.Verdict> inspect(String target) throws InterruptedException {
        var findings = bridge.inspect(target);
        assertThat(findings).allSatisfy(found -> assertThat(found.mend().isEmpty())
                .isEqualTo(found.verdict() != Finding.Verdict.FAILED));
        return findings.stream().collect(Collectors.toMap(Finding::check, Finding::verdict));
    }

    @Test
    void whatIsWellIsSaidOfEachStep() throws Exception {
        assertThat(inspect("well")).isEqualTo(Map.of("settings", Finding.Verdict.OK, "dns", Finding.Verdict.OK,
                "connect", Finding.Verdict.OK, "login", Finding.Verdict.OK));
    }

    @Test
    void whatIsNotWellIsFoundWhereItIs() throws Exception {
        assertThat(inspect("refused")).containsEntry("connect", Finding.Verdict.OK).containsEntry("login",
                Finding.Verdict.FAILED);
        assertThat(inspect("plain")).containsEntry("connect", Finding.Verdict.OK).containsEntry("tls",
                Finding.Verdict.FAILED);
        assertThat(inspect("off")).containsEntry("connect", Finding.Verdict.FAILED);
        assertThat(inspect("unknown")).containsEntry("dns", Finding.Verdict.FAILED);
        assertThat(inspect("forbidden")).containsEntry("dns", Finding.Verdict.FAILED);
        assertThat(inspect("unset")).isEqualTo(Map.of("settings", Finding.Verdict.FAILED));
        assertThat(inspect("without")).isEqualTo(Map.of("connector", Finding.Verdict.FAILED));
        assertThatThrownBy(() -> bridge.inspect("nobody")).isInstanceOf(NoSuchElementException.class);
    }
}
