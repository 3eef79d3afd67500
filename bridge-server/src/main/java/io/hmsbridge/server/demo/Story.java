package io.hmsbridge.server.demo;

import io.hmsbridge.core.json.ExactJson;
import io.hmsbridge.server.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * One policy change reaches payroll, and then every other system too; payroll also after it slept, and by a changed sheet. All of
 * it is real.
 */
final class Story {

    private static final String EVENT = "policy.per_diem.updated";
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int ASLEEP = 3;
    private static final Duration AHEAD = Duration.ofSeconds(2);

    private final Stage stage;
    private final Narrator narrator;
    private final Tally tally = new Tally();
    private volatile boolean aloud = true;
    private int scene;
    private int rate = 62;

    Story(Stage stage, Narrator narrator) {
        this.stage = stage;
        this.narrator = narrator;
    }

    /** Tells it, and answers the figures. */
    Map<String, Object> tell(Optional<Path> folder, int emits)
            throws IOException, ConfigException, InterruptedException {
        start(folder);
        deliver();
        deliverEverywhere();
        var latencies = measure(emits);
        var late = sleep();
        wake(late);
        takeEffect();
        changeSheet();
        return sum(latencies);
    }

    private void start(Optional<Path> folder) throws IOException, ConfigException, InterruptedException {
        scene("A real PostgreSQL, the bridge, and a payroll service");
        var start = Instant.now();
        stage.open(folder, this::received);
        Wait.until("the plugin is loaded", () -> happened(stage.client().hasConnector("PayrollConnector")));
        for (var further : Further.ALL) {
            Wait.until(further.plugin() + " is loaded",
                    () -> happened(stage.client().hasConnector(further.connector())));
        }
        Wait.until("the sheet is in force", () -> stage.client().sheetVersion(DemoFolder.EVERYWHERE));
        var version = Wait.until("the sheet is in force", () -> stage.client().sheetVersion(DemoFolder.SHEET));
        long ms = Duration.between(start, Instant.now()).toMillis();
        narrator.tell("started", "bridge   " + stage.server().uri() + ", up in " + seconds(ms),
                facts("server", stage.server().uri().toString(), "ms", ms));
        narrator.tell("payroll", "payroll  " + stage.payroll().uri(),
                facts("uri", stage.payroll().uri().toString()));
        narrator.tell("sheet", "sheet    " + DemoFolder.SHEET + " version " + version + ": new_rate → dailyRate",
                facts("file", DemoFolder.SHEET, "version", version));
    }

    private void deliver() throws IOException, InterruptedException {
        scene("The agency approves: per-diem 62 → 68");
        var change = change(68);
        narrator.tell("emit", "POST /v1/events  " + EVENT + " " + ExactJson.writeString(change),
                facts("type", EVENT, "data", change));
        var packet = emit(change);
        show(packet);
        require(packet.isSent(), packet.id() + " was not sent");
        require(lastReceived().equals(Map.of("dailyRate", 68L)), "payroll did not receive the dailyRate 68");
    }

    private void deliverEverywhere() throws IOException, InterruptedException {
        scene("One event for every system that must have it");
        narrator.say(
                "over REST, into a table of another PostgreSQL, into H2 in Oracle mode, by FTP in EBCDIC, and over SOAP");
        for (var round : List.of("the first one opens the connections", "the next one finds them open")) {
            var change = change(rate == 68 ? 69 : 68);
            narrator.tell("emit", "POST /v1/events  " + DemoFolder.APPROVED + " " + ExactJson.writeString(change),
                    facts("type", DemoFolder.APPROVED, "data", change));
            var packets = stage.client().emitToAll(DemoFolder.APPROVED, change, LIMIT);
            packets.forEach(this::show);
            tally.emitted(packets.getFirst());
            require(packets.size() == 1 + Further.ALL.size() && packets.stream().allMatch(DemoPacket::isSent),
                    "not every target was sent its packet");
            narrator.say("    " + round);
        }
        for (var other : stage.others().entrySet()) {
            if (other.getValue().holding().isPresent()) {
                int held = other.getValue().holding().get().rate();
                var target = other.getKey().target();
                narrator.tell("holds", target + " holds " + held, facts("target", target, "rate", (long) held));
                require(held == rate, target + " does not hold the rate " + rate);
            }
        }
    }

    private Latencies measure(int emits) throws IOException, InterruptedException {
        scene("How long from emit to SENT, when warm");
        aloud = false;
        var latencies = new Pace(emits)
                .run(() -> require(emit(change(rate == 68 ? 69 : 68)).isSent(), "a packet was not sent"));
        aloud = true;
        narrator.tell("measured",
                "%d emits, %d a second, after %d to warm up: median %s, p95 %s".formatted(emits, Pace.PER_SECOND,
                        latencies.warmUps(), ms(latencies.median()), ms(latencies.p95())),
                facts("emits", (long) emits, "perSecond", (long) Pace.PER_SECOND, "warmUps",
                        (long) latencies.warmUps(), "medianMicros", micros(latencies.median()), "p95Micros",
                        micros(latencies.p95())));
        narrator.say("from the HTTP request to its answer, after the commit, the delivery and its record");
        return latencies;
    }

    private List<DemoPacket> sleep() throws IOException, InterruptedException {
        scene("Payroll falls asleep; the agency goes on");
        stage.payroll().sleep();
        narrator.tell("asleep", "payroll is asleep: its port refuses connections", facts());
        var late = new ArrayList<DemoPacket>();
        for (int i = 0; i < ASLEEP; i++) {
            late.add(tally.emitted(stage.client().emit(EVENT, change(rate + 1), Duration.ofMillis(1))));
        }
        Wait.until("a packet waits for its retry", () -> now(late.getFirst()).filter(p -> p.state().equals("RETRY")));
        for (var packet : late) {
            var now = now(packet).orElse(packet);
            show(now);
            require(now.waits(), now.id() + " does not wait");
        }
        narrator.say("accepted and safe in PostgreSQL; of one key, the later wait behind the first");
        return late;
    }

    private void wake(List<DemoPacket> late) throws IOException, InterruptedException {
        scene("Payroll wakes");
        int before = stage.payroll().received().size();
        stage.payroll().wake();
        narrator.tell("awake", "payroll is awake", facts());
        for (var packet : late) {
            show(Wait.until(packet.id() + " is sent", () -> now(packet).filter(DemoPacket::isSent)));
        }
        var rates =
                stage.payroll().received().stream().skip(before).map(call -> call.json().get("dailyRate")).toList();
        require(rates.equals(List.of(rate - 2L, rate - 1L, (long) rate)),
                "payroll received " + rates + " out of order");
    }

    private void takeEffect() throws IOException, InterruptedException {
        scene("Approved now, in effect in two seconds");
        var effective = Instant.now().plus(AHEAD);
        var next = tally.emitted(stage.client().emitFor(effective, EVENT, change(rate + 1)));
        show(next);
        require(next.state().equals("SCHEDULED"), next.id() + " does not wait for its date");
        narrator.say("durable, and in nobody's way: what is due before it goes before it");
        var corrected = facts("new_rate", rate + 10L, "old_rate", rate - 1L);
        show(tally.emitted(stage.client().emit(EVENT, corrected, LIMIT)));
        require(lastReceived().equals(Map.of("dailyRate", rate + 10L)), "the correction of today waited");
        var sent = Wait.until(next.id() + " is sent", () -> now(next).filter(DemoPacket::isSent));
        require(!Instant.now().isBefore(effective), next.id() + " was sent before its date");
        show(sent);
        require(lastReceived().equals(Map.of("dailyRate", (long) rate)), "the rate is not in effect");
    }

    private void changeSheet() throws IOException, InterruptedException {
        scene("Somebody saves a changed mapping sheet");
        var start = Instant.now();
        var version = saveSheet(sheet -> sheet.replace("dailyRate", "perDiemRate"));
        long ms = Duration.between(start, Instant.now()).toMillis();
        narrator.tell("sheet", "sheet    version " + version + ": new_rate → perDiemRate, in force after " + ms + " ms",
                facts("file", DemoFolder.SHEET, "version", version, "ms", ms));
        show(emit(change(rate + 1)));
        require(lastReceived().equals(Map.of("perDiemRate", (long) rate)),
                "payroll did not receive the field perDiemRate");
    }

    /** Saves the sheet otherwise, and waits for it to be in force. */
    private String saveSheet(UnaryOperator<String> change) throws IOException, InterruptedException {
        var before = stage.client().sheetVersion(DemoFolder.SHEET);
        DemoFolder.save(stage.folder().sheet(), change.apply(Files.readString(stage.folder().sheet())));
        return Wait.until("the saved sheet is in force",
                () -> stage.client().sheetVersion(DemoFolder.SHEET).filter(v -> !before.equals(Optional.of(v))));
    }

    private Map<String, Object> sum(Latencies latencies) throws IOException, InterruptedException {
        scene("What came of it");
        long delivered = tally.sentAmong(stage.client().packetsSince(tally.first()));
        long atPayroll = stage.payroll().received().stream().flatMap(r -> r.key().stream()).distinct().count();
        long lost = tally.count() - Math.min(delivered, atPayroll);
        narrator.say(
                "emitted %d, delivered %d by the ledger, %d at payroll, lost %d".formatted(tally.count(), delivered,
                        atPayroll, lost));
        require(delivered == tally.count() && atPayroll == tally.count(), "emitted and delivered are not the same");
        return facts("emitted", tally.count(), "delivered", delivered, "received", atPayroll, "lost", lost,
                "medianMicros", micros(latencies.median()), "p95Micros", micros(latencies.p95()));
    }

    private DemoPacket emit(Map<String, ?> change) throws IOException, InterruptedException {
        return tally.emitted(stage.client().emit(EVENT, change, LIMIT));
    }

    private Map<String, Object> change(int newRate) {
        var change = facts("new_rate", (long) newRate, "old_rate", (long) rate);
        rate = newRate;
        return change;
    }

    private Optional<DemoPacket> now(DemoPacket packet) throws IOException, InterruptedException {
        return stage.client().packetsOf(packet.event()).stream().findFirst();
    }

    private void received(String system, Reception call) {
        if (aloud) {
            narrator.tell("received", system + " received  " + call,
                    facts("system", system, "method", call.method(), "path", call.path(), "body", call.body(), "key",
                            call.key().orElse("")));
        }
    }

    private Map<?, ?> lastReceived() {
        return stage.payroll().received().getLast().json();
    }

    private void scene(String title) {
        narrator.scene(++scene, title);
    }

    private void show(DemoPacket packet) {
        narrator.tell("packet", packet.line(Instant.now()), packet.json());
        if (packet.waits() && !packet.detail().isEmpty()) {
            narrator.say("    " + packet.detail());
        }
    }

    /** Names and values in turn, kept in this order. */
    private static Map<String, Object> facts(Object... pairs) {
        var facts = new LinkedHashMap<String, Object>();
        for (int i = 0; i < pairs.length; i += 2) {
            facts.put((String) pairs[i], pairs[i + 1]);
        }
        return facts;
    }

    private static Optional<Boolean> happened(boolean it) {
        return it ? Optional.of(true) : Optional.empty();
    }

    private static void require(boolean asTold, String otherwise) {
        if (!asTold) {
            throw new NotAsToldException(otherwise);
        }
    }

    private static long micros(Duration time) {
        return time.toNanos() / 1_000;
    }

    private static String seconds(long ms) {
        return String.format(Locale.ROOT, "%.1f s", ms / 1_000.0);
    }

    private static String ms(Duration time) {
        return String.format(Locale.ROOT, "%.1f ms", micros(time) / 1_000.0);
    }
}
