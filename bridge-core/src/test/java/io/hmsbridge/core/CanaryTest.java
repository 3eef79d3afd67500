package io.hmsbridge.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import io.hmsbridge.api.Event;
import io.hmsbridge.api.Packet;
import io.hmsbridge.api.PacketId;
import io.hmsbridge.api.Recogniser;
import io.hmsbridge.api.SendException;
import io.hmsbridge.api.SendResult;
import io.hmsbridge.core.governance.Extensions;
import io.hmsbridge.core.governance.Governance;
import io.hmsbridge.core.governance.PolicyGovernance;
import io.hmsbridge.core.ledger.ActQuery;
import io.hmsbridge.core.ledger.By;
import io.hmsbridge.core.ledger.EventQuery;
import io.hmsbridge.core.ledger.PacketQuery;
import io.hmsbridge.core.ledger.PacketState;
import io.hmsbridge.core.ledger.PacketView;
import io.hmsbridge.core.ledger.Replay;
import io.hmsbridge.core.outbox.RetryPolicy;
import io.hmsbridge.core.outbox.TargetSpec;
import io.hmsbridge.core.support.ObedientConnector;
import io.hmsbridge.core.support.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Marked values go through every path there is, failures included; afterwards nothing holds one that should not. */
class CanaryTest {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final By GRACE = new By("grace", "an example");
    /** A social security number and a card that nothing else holds. */
    private static final List<String> CANARIES = List.of("536-90-4399", "4111 1111 1111 1111");
    private static final String NOTE = "ssn 536-90-4399, card 4111 1111 1111 1111";

    private static final String SHEET = """
            source_event: a.b
            key: data.note
            targets:
              fields:
                connector: C
                map: {note: note, n: n}
              patch:
                connector: C
                form: json_patch
                map: {note: note}
              number:
                connector: C
                map: {note: note}
                convert: {note: {scale: 2, rounding: HALF_UP}}
            """;
    private static final RetryPolicy QUICK =
            new RetryPolicy(Duration.ofMillis(10), Duration.ofMillis(20), 2, Duration.ofDays(1));

    @TempDir
    private Path folder;

    private final ObedientConnector connector = new ObedientConnector("C");
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private Bridge bridge;
    private int events;

    @BeforeEach
    void listenToTheLog() {
        TestDatabase.clear();
        log.start();
        root().addAppender(log);
    }

    @AfterEach
    void stop() {
        root().detachAppender(log);
        bridge.close();
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    private void open(Governance governance) throws IOException {
        var sheets = Files.createDirectory(folder.resolve("mappings"));
        Files.writeString(sheets.resolve("s.yaml"), SHEET);
        bridge = Bridge.builder().database(TestDatabase.url(), TestDatabase.user(), TestDatabase.password())
                .mappings(sheets).connector(connector).governance(governance)
                .targets(Stream.of("fields", "patch", "number")
                        .map(name -> TargetSpec.of(name, "C").with(QUICK).with(TargetSpec.OnDead.HOLD)).toList())
                .open();
    }

    @Test
    void nothingHoldsAValueThatMayNotBeKnown() throws Exception {
        open(PolicyGovernance.byDefault());
        everyPath();

        assertThat(traces()).isEmpty();
        assertThat(connector.sent()).hasSizeGreaterThan(10);
    }

    /** What a plugin says of its failure may quote anything. */
    @Test
    void pluginsThatFailOverAValueGiveItAwayToNobody() throws Exception {
        var governance = PolicyGovernance.byDefault();
        open(governance);
        governance.extendBy(() -> new Extensions.Loan(List.of(new Talkative()), List.of(), List.of("talkative 1.0.0"),
                () -> {}));
        var packets = emit();

        assertThat(packets).extracting(id -> view(id).state()).as("the number is none, which is told first")
                .containsExactly(PacketState.BLOCKED, PacketState.BLOCKED, PacketState.DEAD);
        assertThat(connector.sent()).isEmpty();
        assertThat(traces()).isEmpty();
    }

    private static final class Talkative implements Recogniser {

        @Override
        public String dataClass() {
            return "case-number";
        }

        @Override
        public List<Found> find(String text, String field) {
            throw new IllegalStateException("cannot make out " + text);
        }
    }

    @Test
    void aLeakWouldBeFoundWhereverItIs() throws Exception {
        open(Governance.ALLOW_ALL);
        everyPath();
        LoggerFactory.getLogger(CanaryTest.class).warn("planted: {}", NOTE);
        Files.writeString(folder.resolve("planted.txt"), NOTE);

        assertThat(traces()).extracting(trace -> trace.substring(0, trace.indexOf(':'))).contains("sent", "packet",
                "event", "log", "table packet", "table delivery", "table outbox",
                "content", "file");
    }

    /** Every answer that a connector can give, each with the values in it; then what operators do, and a replay. */
    private void everyPath() {
        var packets = new ArrayList<PacketId>();
        for (var answer : List.<ObedientConnector.Answer>of(packet -> SendResult.delivered("took " + said(packet)),
                packet -> SendResult.retry("503: " + said(packet)),
                packet -> {
                    throw new IllegalStateException("cannot parse " + said(packet));
                },
                packet -> {
                    throw new SendException(SendException.Kind.UNKNOWN, "no answer to " + said(packet));
                },
                packet -> SendResult.reject("422: " + said(packet)))) {
            connector.answers(answer);
            packets.addAll(emit());
            await().atMost(LONG).until(() -> packets.stream().allMatch(id -> view(id).state().isTerminal()));
        }
        connector.answers(packet -> SendResult.delivered("took " + said(packet)));
        var dead = packets.stream().filter(id -> view(id).state() == PacketState.DEAD).toList();
        var again = new ArrayList<PacketId>();
        dead.stream().filter(id -> id.target().equals("fields")).limit(2)
                .forEach(id -> bridge.operator().edit(id, Map.of("note", NOTE, "n", 1L), GRACE).queued()
                        .ifPresent(again::add));
        dead.stream().filter(id -> id.target().equals("patch")).limit(2)
                .forEach(id -> bridge.operator().requeue(id, GRACE).queued().ifPresent(again::add));
        await().atMost(LONG).until(() -> again.stream().allMatch(id -> view(id).state() == PacketState.SENT));
        var job = bridge.replays().start(
                Replay.between(Instant.now().minusSeconds(300), Instant.now().plusSeconds(1)).underNewKeys(), GRACE);
        await().atMost(LONG).until(() -> bridge.replays().find(job.id()).orElseThrow().state().isTerminal());
        await().atMost(LONG).until(() -> bridge.backlog().stream().allMatch(b -> b.state() == PacketState.DEAD));
    }

    /** What a connector might quote of a packet. */
    private static String said(Packet packet) {
        return packet.content() + " of " + packet.key() + " from " + packet.origin();
    }

    private List<PacketId> emit() {
        return bridge.emit(new Event("id 536-90-4399 " + System.nanoTime(), "/s", "a.b", NOTE, Instant.now(),
                Map.of("note", NOTE + " no " + ++events, "n", 1L), Map.of())).packets();
    }

    private PacketView view(PacketId id) {
        return bridge.packets(PacketQuery.ofEvent(id.event())).stream().filter(p -> p.id().equals(id)).findFirst()
                .orElseThrow();
    }

    /** Wherever one of the values stands, with a word for the place. */
    private List<String> traces() throws IOException {
        var all = new ArrayList<String>();
        connector.sent().forEach(packet -> all.add("sent: " + said(packet)));
        bridge.packets(PacketQuery.latest(1_000)).forEach(packet -> {
            all.add("packet: " + packet);
            all.add("packet: " + packet.key() + bridge.views().packet("viewer", packet.id()));
        });
        bridge.events(new EventQuery(Long.MAX_VALUE, false, 100)).forEach(event -> all.add("event: "
                + bridge.views().event("viewer", event.number()) + bridge.views().text("viewer", event.subject())));
        bridge.acts(ActQuery.latest(100)).forEach(act -> all.add("act: " + act));
        for (var table : TestDatabase.query("select tablename from pg_tables where schemaname = 'hms_bridge'"
                + " and tablename !~ '^event'")) { // which is where they are kept, as they came
            TestDatabase.query("select t::text from hms_bridge.%s t".formatted(table))
                    .forEach(row -> all.add("table " + table.replaceAll("_\\d+$", "") + ": " + row));
        }
        TestDatabase.query("select convert_from(content, 'UTF8') from hms_bridge.packet")
                .forEach(content -> all.add("content: " + content));
        synchronized (log) {
            log.list.forEach(line -> all.add("log: " + line.getFormattedMessage() + line.getKeyValuePairs()
                    + Optional.ofNullable(line.getThrowableProxy()).map(ThrowableProxyUtil::asString).orElse("")));
        }
        try (var files = Files.walk(folder)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                all.add("file: " + Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return all.stream().filter(text -> CANARIES.stream().anyMatch(text::contains)).toList();
    }
}
