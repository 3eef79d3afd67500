package io.hmsbridge.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.hmsbridge.core.support.TestDatabase;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jdbi.v3.core.ConnectionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ActWriterTest {

    private static final NewAct ACT = new NewAct("ann", "pause", "maintenance", "payroll");

    private HikariDataSource pool;
    private ActWriter acts;

    @BeforeEach
    void anEmptyLedger() {
        TestDatabase.clear();
        pool = new Database(TestDatabase.url(), TestDatabase.user(), TestDatabase.password()).open();
        acts = new ActWriter(new Journal(pool, new Journal.Writer("test", null, true, _ -> {})));
    }

    @AfterEach
    void close() {
        acts.close();
        pool.close();
    }

    @Test
    void anActIsCommittedTogetherWithWhatItDoesAndIsALeafOfTheCommit() {
        var act = acts.commit(ACT, commit -> lane(commit, "a")).orElseThrow();

        assertThat(act).extracting(Act::who, Act::kind, Act::why, Act::detail, Act::count)
                .containsExactly("ann", "pause", "maintenance", "payroll", 1L);
        var leaf = new Leaves();
        leaf.add(act);
        assertThat(TestDatabase.query("select encode(root, 'hex') from hms_bridge.batch"))
                .containsExactly(HexFormat.of().formatHex(leaf.root()));
        assertThat(TestDatabase.query("select name from hms_bridge.lane")).containsExactly("a");
    }

    @Test
    void whatCameToNothingOrFailedLeavesNothingAndTakesNoPlace() {
        assertThat(acts.commit(ACT, commit -> 0 * lane(commit, "a"))).isEmpty();
        assertThatThrownBy(() -> acts.commit(ACT, commit -> {
            lane(commit, "a");
            throw new IllegalStateException("no");
        })).hasMessage("no");
        acts.commit(ACT, commit -> lane(commit, "b"));

        assertThat(TestDatabase.query("select name from hms_bridge.lane")).containsExactly("b");
        assertThat(TestDatabase.query("select n from hms_bridge.batch")).containsExactly("1");
        assertThat(TestDatabase.query("select batch from hms_bridge.act")).containsExactly("1");
    }

    @Test
    void anActWhoseAnswerWasLostIsNotDoneTwice() {
        var attempts = new int[1];

        var act = acts.commit(ACT, commit -> {
            lane(commit, "a");
            if (attempts[0]++ == 0) {
                // The commit lands, and its answer does not arrive: a slow first attempt, seen from here.
                var place = commit.place();
                commit.handle().createUpdate("insert into act (who, kind, why, detail, count, stream, batch)"
                        + " values ('ann', 'pause', '', '', 7, :stream, :n)").bind("stream", place.stream())
                        .bind("n", place.n()).execute();
                commit.handle().createUpdate("insert into batch values (:stream, :n, '', 1)")
                        .bind("stream", place.stream()).bind("n", place.n()).execute();
                commit.handle().commit();
                throw new ConnectionException(new SQLException("cut", "08006"));
            }
            return 1;
        }).orElseThrow();

        assertThat(act.count()).isEqualTo(7);
        assertThat(attempts[0]).isOne();
    }

    @Test
    void severalThreadsMayActAtOnce() {
        assertThat(IntStream.range(0, 20).parallel().mapToObj(i -> acts.commit(ACT, c -> lane(c, "t" + i))))
                .allMatch(Optional::isPresent);

        assertThat(TestDatabase.query("select count(*) from hms_bridge.act join hms_bridge.batch b"
                + " on b.n = act.batch and b.stream = act.stream")).containsExactly("20");
    }

    private static long lane(ActWriter.Commit commit, String target) {
        return commit.handle().createUpdate("insert into lane (name, connector) values (:name, 'C')")
                .bind("name", target).execute();
    }
}
