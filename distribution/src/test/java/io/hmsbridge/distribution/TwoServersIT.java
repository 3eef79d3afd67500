package io.hmsbridge.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hmsbridge.postgres.EmbeddedPostgres;
import io.hmsbridge.testkit.FakePayrollServer;
import io.hmsbridge.testkit.ReceivedCall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two servers on one database: one runs the lane, and something happens to it. */
class TwoServersIT {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration SETTLED = Duration.ofSeconds(8);
    private static final Duration TAKE_OVER = Duration.ofSeconds(15);

    @TempDir
    private Path folder;

    private static final Pattern RUNNING = Pattern.compile("\"name\":\"payroll\",[^}]*\"state\":\"RUNNING\"");

    private final List<String> expected = new ArrayList<>();
    private final List<BridgeProcess> servers = new ArrayList<>();
    private EmbeddedPostgres postgres;
    private FakePayrollServer payroll;
    private BridgeProcess owner;
    private BridgeProcess other;

    @BeforeEach
    void twoServersOfWhichOneRunsTheLane() throws Exception {
        postgres = EmbeddedPostgres.start(folder.resolve("postgres"));
        payroll = FakePayrollServer.start();
        for (var name : List.of("a", "b")) {
            var home = Archive.unpack(Files.createDirectory(folder.resolve(name)));
            Files.writeString(home.resolve("conf/bridge.yaml"), """
                    database: {url: "%s", user: "%s", password: "%s"}
                    targets:
                      payroll:
                        connector: PayrollConnector
                        settings: {base: "%s"}
                        retry: {first: 50ms, cap: 500ms}
                        networks: [127.0.0.0/8]
                    """.formatted(postgres.jdbcUrl(), postgres.user(), postgres.password(), payroll.uri()));
            servers.add(BridgeProcess.start(home, folder));
        }
        // The lane may move once when the second one joins.
        var running = new AtomicReference<Optional<BridgeProcess>>(Optional.empty());
        await().during(SETTLED).atMost(LONG).until(() -> {
            var now = servers.stream().filter(this::runsTheLane).findFirst();
            return now.equals(running.getAndSet(now)) && now.isPresent();
        });
        owner = running.get().orElseThrow();
        other = servers.get(1 - servers.indexOf(owner));
    }

    @AfterEach
    void stop() {
        servers.forEach(BridgeProcess::close);
        payroll.close();
        postgres.close();
    }

    @Test
    void theLaneOfOneThatIsKilledIsTakenOverWithinFifteenSeconds() throws Exception {
        accept(owner, 1);
        await().atMost(LONG).until(() -> payroll.changes() == 1);
        payroll.sleep();
        for (int i = 2; i <= 20; i++) {
            accept(i % 2 == 0 ? owner : other, i);
        }

        owner.kill();
        long killed = System.nanoTime();
        payroll.wake();

        await().atMost(LONG).until(() -> payroll.changes() == expected.size());
        assertThat(Duration.ofNanos(System.nanoTime() - killed)).isLessThan(TAKE_OVER);
        accept(other, 21);
        allIsAccountedFor(other);
    }

    @Test
    void oneThatWasStoppedForLongerThanItsLeaseRecordsNothingWhenItGoesOn() throws Exception {
        var sending = new CountDownLatch(1);
        var answer = new CountDownLatch(1);
        var first = new AtomicReference<ReceivedCall>();
        payroll.onRates(call -> {
            if (first.compareAndSet(null, call)) {
                sending.countDown();
                join(answer);
            }
        });
        accept(owner, 1);
        sending.await();
        long epoch = number("select epoch from hms_bridge.lane where name = 'payroll'");

        owner.signal("STOP");
        answer.countDown(); // the target has it, and its owner does not hear that
        for (int i = 2; i <= 10; i++) {
            accept(other, i);
        }
        await().atMost(LONG).until(() -> number("select count(*) from hms_bridge.delivery where outcome = 10") == 10);
        owner.signal("CONT");
        accept(owner, 11);

        allIsAccountedFor(other);
        assertThat(number("select count(*) from hms_bridge.delivery where epoch = " + epoch)).isZero();
        assertThat(number("select count(*) from hms_bridge.delivery where outcome = 10")).isEqualTo(11);
    }

    private void allIsAccountedFor(BridgeProcess server) throws Exception {
        await().atMost(LONG).until(() -> number("select count(*) from hms_bridge.outbox") == 0);
        assertThat(changes()).isEqualTo(expected);
        assertThat(server.get("/v1/ledger/conserved")).contains("\"holds\":true");
    }

    private void accept(BridgeProcess server, int n) throws Exception {
        int rate = 100 + n;
        assertThat(server.accept("""
                {"type": "policy.per_diem.updated", "subject": "pd", "data": {"new_rate": %d, "old_rate": 62}}"""
                .formatted(rate))).isEqualTo(202);
        expected.add("{\"dailyRate\":" + rate + "}");
    }

    /** What payroll made of it: a call whose key it knows changes nothing. */
    private List<String> changes() {
        var byKey = new LinkedHashMap<String, String>();
        payroll.rates().forEach(call -> byKey.putIfAbsent(call.header("Idempotency-Key").orElseThrow(), call.text()));
        return List.copyOf(byKey.values());
    }

    private boolean runsTheLane(BridgeProcess server) {
        try {
            return RUNNING.matcher(server.get("/v1/targets")).find();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private long number(String query) throws SQLException {
        try (var connection = DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
                var rows = connection.createStatement().executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static void join(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
