package io.hmsbridge.core.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hmsbridge.core.ledger.LedgerUnavailableException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RecountTest {

    private static final long TOOK = TimeUnit.MILLISECONDS.toNanos(300);

    private final Queue<Runnable> meanwhile = new ArrayDeque<>();
    private long rows;
    private long now;
    private int counted;
    private boolean away;
    private final Recount<Long> recount = new Recount<>(this::count, Long::longValue, () -> now, meanwhile::add);

    private long count() {
        if (away) {
            throw new LedgerUnavailableException("away", null);
        }
        counted++;
        now += TOOK;
        return rows;
    }

    @Test
    void whatIsLittleIsCountedForEachWhoAsks() {
        rows = Recount.FEW;
        recount.get();
        rows = 3;

        assertThat(recount.get()).isEqualTo(3);
    }

    @Test
    void ofMuchTheLastCountIsToldAndMadeAnewMeanwhileOnce() {
        rows = Recount.FEW + 1;
        recount.get();
        rows += 5;
        now += 11 * TOOK;

        assertThat(recount.get()).isEqualTo(Recount.FEW + 1);
        assertThat(recount.get()).isEqualTo(Recount.FEW + 1);
        assertThat(meanwhile).hasSize(1);
        meanwhile.remove().run();
        assertThat(recount.get()).isEqualTo(Recount.FEW + 6);
    }

    @Test
    void countingTakesNoMoreThanATenthOfTheTime() {
        rows = Recount.FEW + 1;
        recount.get();
        now += 10 * TOOK;

        recount.get();
        assertThat(meanwhile).isEmpty();
    }

    @Test
    void aCountThatIsOldIsMadeAnewBeforeItIsTold() {
        rows = Recount.FEW + 1;
        recount.get();
        rows = 7;
        now += Recount.OLDEST.toNanos() + 1;

        assertThat(recount.get()).isEqualTo(7);
        assertThat(counted).isEqualTo(2);
    }

    @Test
    void aLedgerThatIsAwayIsToldToWhoAsksNext() {
        rows = Recount.FEW + 1;
        recount.get();
        now += 11 * TOOK;
        recount.get();
        away = true;
        meanwhile.remove().run();

        assertThatThrownBy(recount::get).isInstanceOf(LedgerUnavailableException.class);
        away = false;
        assertThat(recount.get()).isEqualTo(rows);
    }
}
