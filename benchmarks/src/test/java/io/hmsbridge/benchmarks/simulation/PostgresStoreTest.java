package io.hmsbridge.benchmarks.simulation;

import io.hmsbridge.api.PacketId;
import io.hmsbridge.core.json.WrittenMap;
import io.hmsbridge.core.ledger.By;
import io.hmsbridge.core.ledger.Database;
import io.hmsbridge.core.ledger.Governed;
import io.hmsbridge.core.ledger.Node;
import io.hmsbridge.core.ledger.PostgresLedger;
import io.hmsbridge.core.ledger.Remedy;
import io.hmsbridge.core.ledger.Settled;
import io.hmsbridge.core.ledger.Store;
import io.hmsbridge.core.ledger.Vetting.Vetted;
import io.hmsbridge.postgres.EmbeddedPostgres;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Postgres keeps what the simulation's store does. */
class PostgresStoreTest extends StoreContract {

    private static final By ADA = new By("ada", "");

    @TempDir
    private static Path folder;

    private static EmbeddedPostgres postgres;
    private static PostgresLedger ledger;
    private static PostgresLedger otherLedger;

    @BeforeAll
    static void twoProcessesOnOneDatabase() {
        postgres = EmbeddedPostgres.start(folder.resolve("postgres"));
        ledger = open("one");
        otherLedger = open("other");
    }

    private static PostgresLedger open(String node) {
        return PostgresLedger.open(new Database(postgres.jdbcUrl(), postgres.user(), postgres.password()),
                Node.here(node), Duration.ofSeconds(60));
    }

    @AfterAll
    static void close() {
        otherLedger.close();
        ledger.close();
        postgres.close();
    }

    @Override
    Store store() {
        return ledger;
    }

    @Override
    Store other() {
        return otherLedger;
    }

    @Override
    void requeue(PacketId packet) {
        act(packet, new Remedy.Requeue());
    }

    @Override
    void discard(PacketId packet) {
        act(packet, new Remedy.Discard());
    }

    @SuppressWarnings("unchecked") // packets of the contract are maps
    private static Settled act(PacketId packet, Remedy remedy) {
        return ledger.deadPackets().act(packet, remedy, ADA,
                asked -> new Vetted.Passed(asked.key(), asked.content(),
                        WrittenMap.of((java.util.Map<String, Object>) asked.content()).json(), Governed.NONE));
    }
}
