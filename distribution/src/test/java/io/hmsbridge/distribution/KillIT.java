package io.hmsbridge.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hmsbridge.testkit.FakePayrollServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server is killed, as by a power cut, between accepting events and delivering them. */
class KillIT {

    private static final int KILLS = 3;
    private static final int EVENTS = 10;

    @TempDir
    private Path folder;

    @Test
    void whatWasAcceptedIsDeliveredAfterAKillOncePerKeyAndInOrder() throws Exception {
        var home = Archive.unpack(folder);
        var expected = new ArrayList<String>();
        try (var payroll = FakePayrollServer.start()) {
            Files.writeString(home.resolve("conf/bridge.yaml"), """
                    targets:
                      payroll:
                        connector: PayrollConnector
                        settings: {base: "%s"}
                        retry: {first: 50ms, cap: 500ms}
                        networks: [127.0.0.0/8]
                    """.formatted(payroll.uri()), StandardOpenOption.APPEND);
            for (int kill = 0; kill < KILLS; kill++) {
                try (var bridge = BridgeProcess.start(home, folder)) {
                    payroll.sleep();
                    for (int i = 0; i < EVENTS; i++) {
                        int rate = 100 * (kill + 1) + i;
                        assertThat(bridge
                                .accept("""
                                {"type": "policy.per_diem.updated", "subject": "pd", "data": {"new_rate": %d, "old_rate": 62}}"""
                                        .formatted(rate)))
                                .isEqualTo(202);
                        expected.add("{\"dailyRate\":" + rate + "}");
                    }
                    var postgres = postgres(home);
                    bridge.kill();
                    await().atMost(Duration.ofSeconds(10)).until(() -> !postgres.isAlive());
                }
                payroll.wake();
            }
            try (var bridge = BridgeProcess.start(home, folder)) {
                await().atMost(Duration.ofSeconds(30)).until(() -> payroll.changes() >= expected.size());
                assertThat(bridge.stop()).isZero();
            }
            assertThat(changes(payroll)).isEqualTo(expected);
        }
    }

    /** What payroll made of it: a call whose key it knows changes nothing. */
    private static List<String> changes(FakePayrollServer payroll) {
        var byKey = new LinkedHashMap<String, String>();
        payroll.rates().forEach(call -> byKey.putIfAbsent(call.header("Idempotency-Key").orElseThrow(), call.text()));
        return List.copyOf(byKey.values());
    }

    private static ProcessHandle postgres(Path home) throws IOException {
        var pid = Files.readAllLines(home.resolve("data/postgres/cluster/postmaster.pid")).getFirst();
        return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    }
}
