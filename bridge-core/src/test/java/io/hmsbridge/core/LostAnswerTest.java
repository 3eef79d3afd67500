package io.hmsbridge.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hmsbridge.api.Event;
import io.hmsbridge.core.support.Conservation;
import io.hmsbridge.core.support.CuttingProxy;
import io.hmsbridge.core.support.ObedientConnector;
import io.hmsbridge.core.support.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A connection that breaks between a COMMIT and its answer leaves nothing lost and nothing doubled. */
class LostAnswerTest {

    /** Appends and deliveries are longer than this, looks into the outbox are not. */
    private static final int COMMIT = 400;

    @TempDir
    private Path mappings;

    @AfterEach
    void allIsAccountedFor() {
        Conservation.holds();
    }

    @Test
    void aCommitWhoseAnswerWasLostIsFoundInTheLedger() throws IOException {
        TestDatabase.clear();
        Files.writeString(mappings.resolve("s.yaml"),
                "source_event: a.b\ntargets:\n  t:\n    connector: C\n    map:\n      n: n\n");
        var target = new ObedientConnector("C");
        int events = 30;
        try (var proxy = new CuttingProxy(TestDatabase.port(), COMMIT)) {
            var url = TestDatabase.url().replace(":" + TestDatabase.port(), ":" + proxy.port());
            try (var bridge = Bridge.builder().database(url, TestDatabase.user(), TestDatabase.password())
                    .mappings(mappings).connector(target).open()) {
                bridge.emit(Event.of("a.b", Map.of("n", 0)));
                for (int i = 1; i <= events; i++) {
                    proxy.cutNextAnswer();
                    bridge.emit(Event.of("a.b", Map.of("n", i)).withId("/test", "e-" + i));
                }
                await().atMost(Duration.ofSeconds(30)).until(() -> bridge.targets().getFirst().waiting() == 0);
            }
            assertThat(proxy.cuts()).isGreaterThanOrEqualTo(events / 2);
        }
        assertThat(TestDatabase.query("select count(*) from hms_bridge.event")).containsExactly("" + (events + 1));
        assertThat(TestDatabase.query("select count(*) from hms_bridge.delivery where outcome = 10"))
                .containsExactly("" + (events + 1));
        assertThat(TestDatabase.query("select count(*) - max(n) from hms_bridge.batch group by stream"))
                .containsOnly("0");
        assertThat(target.sent().stream().map(p -> p.idempotencyKey()).distinct()).hasSize(events + 1);
    }
}
