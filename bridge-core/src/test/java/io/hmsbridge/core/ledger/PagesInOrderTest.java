package io.hmsbridge.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A lane's queue is read page by page, not all that is left of it for each page. */
class PagesInOrderTest extends LedgerFixture {

    private static final int PAGE = 1_000;
    private static final int PAGES = 14;

    @Test
    void aQueueOfWhichThereAreNoStatisticsYetIsReadOnce() {
        int target = ledger.target("t", "C");
        for (int page = 0; page < PAGES; page++) {
            var numbers = ledger.draw(PAGE);
            ledger.append(numbers, IntStream.range(0, PAGE).mapToObj(_ -> event(target, "k")).toList());
        }
        long before = fetched();

        var read = new ArrayList<Position>();
        var after = Position.HEAD;
        for (var page = page(target, after, PAGE); !page.isEmpty(); page = page(target, after, PAGE)) {
            page.forEach(packet -> read.add(packet.position()));
            after = read.getLast();
        }

        assertThat(read).hasSize(PAGE * PAGES).isSorted();
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            page(target, Position.HEAD, 1); // sessions tell what they have read when they do something
            return fetched() - before >= PAGE * PAGES;
        });
        assertThat(fetched() - before).isLessThan(PAGE * (PAGES + 2));
    }

    private List<Queued> page(int target, Position after, int limit) {
        return ledger.page(target, after, Long.MAX_VALUE, limit);
    }

    private static long fetched() {
        return Long.parseLong(
                query("select idx_tup_fetch from pg_stat_user_tables where relid = 'hms_bridge.outbox'::regclass")
                        .getFirst());
    }
}
