package io.hmsbridge.core.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.hmsbridge.core.ledger.Database;
import io.hmsbridge.core.ledger.Node;
import io.hmsbridge.core.ledger.PostgresLedger;
import java.time.Duration;

/** What must be true after every test: nothing is missing from the ledger, and nothing is there twice. */
public final class Conservation {

    private Conservation() {}

    /** Of the ledger in {@link TestDatabase}. */
    public static void holds() {
        holds(TestDatabase.url(), TestDatabase.user(), TestDatabase.password());
    }

    public static void holds(String url, String user, String password) {
        try (var ledger = PostgresLedger.open(new Database(url, user, password), Node.here("proof"),
                Duration.ofSeconds(10))) {
            assertThat(ledger.conserved(null, null, 10)).satisfies(c -> assertThat(c.holds()).as("%s", c).isTrue());
        }
    }
}
