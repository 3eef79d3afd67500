package io.hmsbridge.benchmarks.simulation;

import io.hmsbridge.api.Event;
import io.hmsbridge.api.Packet;
import io.hmsbridge.api.PacketId;
import io.hmsbridge.benchmarks.history.History;
import io.hmsbridge.benchmarks.history.History.Answer;
import io.hmsbridge.benchmarks.history.HistoryCheck;
import io.hmsbridge.benchmarks.history.HistoryCheck.Due;
import io.hmsbridge.benchmarks.history.HistoryCheck.Verdict;
import io.hmsbridge.core.json.WrittenMap;
import io.hmsbridge.core.ledger.BusyException;
import io.hmsbridge.core.ledger.EventConflictException;
import io.hmsbridge.core.ledger.Governed;
import io.hmsbridge.core.ledger.LedgerUnavailableException;
import io.hmsbridge.core.ledger.NewEvent;
import io.hmsbridge.core.ledger.NewPacket;
import io.hmsbridge.core.ledger.NothingWrittenException;
import io.hmsbridge.core.ledger.Outcome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/** Who emits events, again and again until the answer is clear, and what they and the targets see. */
final class Clients {

    /** When an answer that has not come is waited for no longer. */
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    private static final String SOURCE = "/simulated";

    private final World world;
    private final Machine outside;
    private final MemoryLedger ledger;
    private final List<String> targets;
    private final List<Server> servers;
    private final Consumer<Fact> facts;
    private final List<Consumer<Telling>> log = new ArrayList<>();
    private final Map<String, Action.Emit> emits = new LinkedHashMap<>();
    private final Map<String, Instant> due = new HashMap<>();
    private final Set<String> accepted = new HashSet<>();
    private final List<String> broken = new ArrayList<>();
    private int waiting;

    /** A packet's place. */
    private record Place(long event, String target) {}

    /** A history in the making, without packets that operators have acted on, or that others stand for. */
    private record Telling(History history, Set<Place> spared, Map<Asked, History.Emit> open) {}

    /** An emit that somebody waits for. */
    private static final class Asked {
        private boolean open = true;
    }

    Clients(World world, Machine outside, MemoryLedger ledger, List<String> targets, List<Server> servers,
            Consumer<Fact> facts) {
        this.facts = facts;
        this.world = world;
        this.outside = outside;
        this.ledger = ledger;
        this.targets = targets;
        this.servers = servers;
    }

    /** Emits until it is answered. */
    void emit(Action.Emit emit) {
        emits.put(emit.id(), emit);
        due.put(emit.id(), world.time().plusMillis(emit.later()));
        waiting++;
        attempt(emit, emit.server());
    }

    private void attempt(Action.Emit emit, int index) {
        var server = servers.get(index % servers.size());
        if (!server.isUp()) {
            outside.after(Duration.ofSeconds(1), () -> attempt(emit, index + 1));
            return;
        }
        var asked = new Asked();
        facts.accept(new Fact.Begun(emit.id()));
        log.add(telling -> telling.open.put(asked, telling.history.invoke(emit.id())));
        server.machine().run("request", () -> {
            var answer = submit(server, event(emit, emit.id()));
            answered(emit, index, asked, answer);
        });
        outside.after(PATIENCE, () -> answered(emit, index, asked, Answer.UNKNOWN));
    }

    private void answered(Action.Emit emit, int index, Asked asked, Answer answer) {
        if (!asked.open) {
            return;
        }
        asked.open = false;
        log.add(telling -> telling.open.get(asked).answered(answer));
        if (answer == Answer.OK) {
            accepted.add(emit.id());
            facts.accept(new Fact.Answered(emit.id()));
            waiting--;
        } else {
            outside.after(Duration.ofMillis(world.random().nextInt(2_000)), () -> attempt(emit, index + 1));
        }
    }

    private Answer submit(Server server, NewEvent event) {
        try {
            server.commit().submit(List.of(event)).join();
            event.packets().getFirst().due().ifPresent(server.waker()::notice);
            return Answer.OK;
        } catch (BusyException _) {
            return Answer.FAIL; // it goes
        } catch (CompletionException e) {
            return switch (e.getCause()) {
                case NothingWrittenException _ -> Answer.FAIL;
                case LedgerUnavailableException _ -> Answer.UNKNOWN;
                default -> {
                    broken.add("1: %s is refused: %s".formatted(event.event().id(), e.getCause()));
                    yield Answer.FAIL;
                }
            };
        }
    }

    /** Emits an event that was accepted before once more: it must be recognised. */
    void emitAgain(Action.EmitAgain again) {
        var before = emits.get(again.id());
        var server = servers.get(again.server());
        if (before == null || !accepted.contains(again.id()) || !server.isUp()) {
            return;
        }
        server.machine().run("request again", () -> {
            var event = event(before, again.sameBody() ? before.id() : "another body");
            try {
                var committed = server.commit().submit(List.of(event)).join().getFirst();
                if (!again.sameBody() || !committed.duplicate()) {
                    broken.add("1: %s is accepted twice".formatted(again.id()));
                }
            } catch (BusyException _) {
                // it may come again
            } catch (CompletionException e) {
                boolean conflict = e.getCause() instanceof EventConflictException && !again.sameBody();
                if (!conflict && !(e.getCause() instanceof LedgerUnavailableException)) {
                    broken.add("1: %s is refused: %s".formatted(again.id(), e.getCause()));
                }
            }
        });
    }

    private NewEvent event(Action.Emit emit, String body) {
        var event = new Event(emit.id(), SOURCE, "rate.updated", emit.key(), world.time(), Map.of(), Map.of());
        var packets = targets.stream().map(target -> packet(emit, target)).toList();
        return new NewEvent(event, "{}".getBytes(StandardCharsets.UTF_8), body.getBytes(StandardCharsets.UTF_8),
                packets);
    }

    private NewPacket packet(Action.Emit emit, String target) {
        var content = WrittenMap.of(content(emit));
        return new NewPacket(ledger.lanes.get(target).target, target, 0, emit.key(), Packet.Form.FIELDS, content,
                content.json(), 0, Governed.NONE, fate(emit));
    }

    /** What is due by now goes at once. */
    private NewPacket.Fate fate(Action.Emit emit) {
        var when = due.get(emit.id());
        return when.isAfter(world.time()) ? new NewPacket.Fate.Schedule(when) : new NewPacket.Fate.Queue();
    }

    private static Map<String, Object> content(Action.Emit emit) {
        var content = new TreeMap<String, Object>();
        emit.fields().forEach(field -> content.put(field, emit.value()));
        return content;
    }

    /** A target has taken a packet. */
    void received(Packet packet) {
        var id = packet.id();
        log.add(telling -> {
            if (!telling.spared.contains(new Place(id.event(), id.target()))) {
                telling.history.received(id.target(), packet.key(), packet.origin().id(), packet.idempotencyKey(),
                        String.valueOf(packet.content()));
            }
        });
    }

    boolean areDone() {
        return waiting == 0;
    }

    List<String> broken() {
        return broken;
    }

    /** What they and the targets saw. */
    Verdict verdict(List<Fact> facts) {
        var spared = new HashSet<Place>();
        for (var fact : facts) {
            switch (fact) {
                case Fact.Recorded(var packet, var _, var _, var outcome) when isSpared(packet, outcome) ->
                        spared.add(new Place(packet.event(), packet.target()));
                // The next one went; if that could not be recorded, both go again in order, and this one comes for the first time then.
                case Fact.Refused(var packet) -> spared.add(new Place(packet.event(), packet.target()));
                // It takes its place when it is woken, whenever it was emitted.
                case Fact.Scheduled(var _, var packet) -> spared.add(new Place(packet.event(), packet.target()));
                case Fact.Redirected redirected ->
                        spared.add(new Place(redirected.packet().event(), redirected.packet().target()));
                case Fact.Replayed(var packet, var _, var _, var _) ->
                        spared.add(new Place(packet.event(), packet.target()));
                default -> {}
            }
        }
        var telling = new Telling(new History(), spared, new HashMap<>());
        log.forEach(step -> step.accept(telling));
        return HistoryCheck.of(telling.history, event -> due(event, spared));
    }

    private static boolean isSpared(PacketId packet, Outcome outcome) {
        return packet.revision() > 0 || switch (outcome) {
            case REJECTED, DEAD, DISCARDED, SUPERSEDED -> true;
            default -> false;
        };
    }

    private List<Due> due(String event, Set<Place> spared) {
        var known = ledger.events.get(List.of(SOURCE, event));
        long number = known == null ? 0 : known.number();
        var emit = emits.get(event);
        return targets.stream().filter(target -> !spared.contains(new Place(number, target)))
                .map(target -> new Due(target, emit.key(), String.valueOf(content(emit)))).toList();
    }
}
