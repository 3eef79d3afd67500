package io.hmsbridge.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hmsbridge.server.support.ApiClient;
import io.hmsbridge.server.support.Reply;
import io.hmsbridge.server.support.ServedBridge;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a client is told while the ledger takes nothing. */
class LedgerTroubleTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    @Test
    void aReadOnlyDatabaseIsARefusalWithItsReasonAndATimeToComeBack() throws Exception {
        try (var server = ServedBridge.start(folder); var api = new ApiClient(server.uri())) {
            server.execute("do $$ begin execute format('alter database %I set default_transaction_read_only = on',"
                    + " current_database()); end $$",
                    "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'hms-bridge'");

            await().atMost(LONG).untilAsserted(() -> assertRefused(emit(api), "BRG-1204",
                    "the database is read-only; nothing was accepted", "5"));
            await().atMost(LONG)
                    .untilAsserted(
                            () -> assertRefused(api.get("/readyz"), "BRG-1203", "the database is read-only", "1"));
        }
    }

    @Test
    void aDiskThatIsNearlyFullIsARefusalToo() throws Exception {
        try (var server = ServedBridge.start(folder, builder -> builder.keepFree(folder, Long.MAX_VALUE));
                var api = new ApiClient(server.uri())) {
            var reply = emit(api);
            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.get("code")).isEqualTo("BRG-1205");
            assertThat(reply.header("Retry-After")).isEqualTo("10");
            assertThat(api.get("/readyz").get("detail").toString()).startsWith("the disk of the database has ");
            assertThat(api.get("/v1/events").list("events")).isEmpty();
        }
    }

    private static void assertRefused(Reply reply, String code, String detail, String retryAfter) {
        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.get("code")).isEqualTo(code);
        assertThat(reply.get("detail")).isEqualTo(detail);
        assertThat(reply.header("Retry-After")).isEqualTo(retryAfter);
    }

    private static Reply emit(ApiClient api) throws Exception {
        return api.post("/v1/events", "application/json", "{\"type\":\"nobody.cares\",\"data\":{}}");
    }
}
