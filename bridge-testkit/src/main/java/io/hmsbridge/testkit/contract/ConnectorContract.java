package io.hmsbridge.testkit.contract;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hmsbridge.api.BatchConnector;
import io.hmsbridge.api.ConnectorFactory;
import io.hmsbridge.api.DescribesFields;
import io.hmsbridge.api.Packet;
import io.hmsbridge.api.Previewing;
import io.hmsbridge.api.ReadableTarget;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What every connector promises, as tests: subclass it, and the connector is held to its contract. A check that fails says
 * which {@link Breach} it found. Neither a server nor a database is needed.
 */
public abstract class ConnectorContract {

    private static final int AT_ONCE = 64;

    private interface Check {
        void run(Bench bench) throws Exception;
    }

    /** The factory under test. */
    protected abstract ConnectorFactory factory();

    /** A new counterpart, running and without any effect yet. */
    protected abstract Counterpart counterpart() throws Exception;

    /** What the connector claims. */
    protected abstract Set<Capability> capabilities();

    /** The use's settings, as in a sheet. */
    protected Map<String, ?> with() {
        return Map.of();
    }

    /** Content that must arrive exactly, by what is hard in it; override for a target of fixed fields. */
    protected Map<String, Map<String, Object>> samples() {
        return Samples.all();
    }

    /** How long any one call may take: well above the time-out in {@link Counterpart#settings}. */
    protected Duration limit() {
        return Duration.ofSeconds(10);
    }

    /** True where a library that the connector bundles keeps its classes in memory when all is closed; say which, and why. */
    protected boolean classesMayStay() {
        return false;
    }

    @TestFactory
    Stream<DynamicTest> aPacketArrivesCompleteAndExact() {
        return samples().entrySet().stream().map(sample -> test(sample.getKey(), bench -> {
            var packet = bench.packet(sample.getValue());
            bench.deliver(packet);
            Breach.NOT_EXACT.unless(bench.contents().equals(List.of(packet.content())),
                    "'" + sample.getKey() + "' arrived in another form, or not once");
        }));
    }

    @TestFactory
    Stream<DynamicTest> aFailureOfTheTargetIsToldForWhatItIs() throws Exception {
        try (var counterpart = counterpart()) {
            return counterpart.failures().entrySet().stream().map(failure -> test(failure.getKey(), bench -> {
                bench.counterpart.play(failure.getKey());
                var attempt = bench.send(bench.packet(Map.of("rate", 68)));
                Breach.NOT_IN_TIME.unless(attempt.outcome() != Outcome.HUNG, failure.getKey() + ": " + attempt.shown());
                Breach.WRONG_OUTCOME.unless(failure.getValue().contains(attempt.outcome()), failure.getKey()
                        + " is one of " + failure.getValue() + " but was told as " + attempt.outcome());
            }));
        }
    }

    @Test
    void oneIdempotencyKeyHasOneEffectIfClaimed() throws Exception {
        on(bench -> {
            var packet = bench.packet(Map.of("rate", 68));
            bench.deliver(packet);
            bench.deliver(packet);
            holds(Capability.DEDUPLICATES, bench.counterpart.effects().size() == 1, Breach.NOT_DEDUPLICATED,
                    "the same packet was sent twice");
        });
    }

    @Test
    void aLostAnswerDoesNotDoubleTheEffectIfClaimed() throws Exception {
        on(bench -> {
            assumeTrue(bench.counterpart.failures().containsKey(Counterpart.CUT_AFTER_EFFECT), "cannot be played");
            var packet = bench.packet(Map.of("rate", 68));
            bench.counterpart.play(Counterpart.CUT_AFTER_EFFECT);
            bench.send(packet);
            bench.counterpart.behave();
            bench.deliver(packet);
            holds(Capability.DEDUPLICATES, bench.counterpart.effects().size() == 1, Breach.NOT_DEDUPLICATED,
                    "the answer to the first attempt was lost");
        });
    }

    @Test
    void anOlderSequenceIsRefusedIfClaimed() throws Exception {
        on(bench -> {
            var older = bench.packet(Map.of("rate", 62));
            var later = bench.packet(Map.of("rate", 68));
            var newer = Bench.of(later, "newer", older.key(), older.sequence() + 1, later.form(), later.content());
            bench.deliver(newer);
            bench.send(older);
            holds(Capability.ORDERS, bench.contents().equals(List.of(newer.content())), Breach.NOT_ORDERED,
                    "sequence " + older.sequence() + " came after " + newer.sequence());
        });
    }

    @Test
    void aJsonPatchIsDeliveredOrRejected() throws Exception {
        on(bench -> {
            var patch = List.<Object>of(Map.of("op", "remove", "path", "/rate"));
            var plain = bench.packet(Map.of());
            var attempt = bench.send(Bench.of(plain, plain.idempotencyKey(), plain.key(), plain.sequence(),
                    Packet.Form.JSON_PATCH, patch));
            if (capabilities().contains(Capability.JSON_PATCH)) {
                Breach.NOT_EXACT.unless(bench.contents().equals(List.of(patch)), "JSON Patch: " + attempt.shown());
            } else {
                Breach.NOT_DECLARED.unless(attempt.outcome() != Outcome.DELIVERED || bench.contents().isEmpty(),
                        Capability.JSON_PATCH.name());
                Breach.FORM_NOT_REFUSED.unless(attempt.outcome() == Outcome.REJECT && bench.contents().isEmpty(),
                        "it was told as " + attempt.outcome());
            }
        });
    }

    @Test
    void packetsSentAtOnceAllArrive() throws Exception {
        on(bench -> {
            var expected = new HashSet<>();
            var running = new ArrayList<Attempt.Running<?>>();
            for (int i = 0; i < AT_ONCE; i++) {
                var packet = bench.packet(Map.of("number", i));
                expected.add(packet.content());
                running.add(new Attempt.Running<>(() -> bench.connector.send(packet)));
            }
            for (var one : running) {
                Breach.NOT_IN_TIME.unless(one.thread.join(limit()), "one of " + AT_ONCE + " sent at once");
                Breach.NOT_CONCURRENT.unless(one.end.outcome() == Outcome.DELIVERED, one.end.shown());
            }
            Breach.NOT_CONCURRENT.unless(
                    bench.contents().size() == AT_ONCE && new HashSet<>(bench.contents()).equals(expected),
                    bench.contents().size() + " effects of " + AT_ONCE + " packets, or with wrong content");
        });
    }

    @Test
    void aBatchHasOneResultForEachPacketIfClaimed() throws Exception {
        on(bench -> {
            declared(Capability.BATCHES, bench.connector instanceof BatchConnector);
            var good = bench.packet(Map.of("rate", 62));
            var bad = bench.packet(bench.counterpart.poison());
            var last = bench.packet(Map.of("rate", 68));
            var attempt = bench.sendBatch(List.of(good, bad, last));
            var results = attempt.value();
            Breach.NOT_ONE_BY_ONE.unless(results != null && results.stream().map(Outcome::of).toList()
                    .equals(List.of(Outcome.DELIVERED, Outcome.REJECT, Outcome.DELIVERED)), attempt.shown());
            Breach.NOT_ONE_BY_ONE.unless(bench.contents().equals(List.of(good.content(), last.content())),
                    "the good packets around a bad one did not both have their effect");
        });
    }

    @Test
    void theProbeTellsAwakeFromAsleepIfClaimed() throws Exception {
        on(bench -> {
            var well = bench.awake();
            declared(Capability.PROBES, Boolean.TRUE.equals(well.value())
                    || capabilities().contains(Capability.PROBES));
            Breach.PROBE_WRONG.unless(Boolean.TRUE.equals(well.value()), "the target is awake: " + well.shown());
            Breach.PROBE_WRONG.unless(bench.contents().isEmpty(), "the probe had an effect");
            bench.counterpart.play(Counterpart.DOWN);
            Breach.PROBE_WRONG.unless(!Boolean.TRUE.equals(bench.awake().value()), "the target is down");
        });
    }

    @Test
    void aPreviewSendsNothingIfClaimed() throws Exception {
        on(bench -> {
            declared(Capability.PREVIEWS, bench.connector instanceof Previewing);
            bench.counterpart.play(Counterpart.DOWN);
            var preview = Attempt.within(limit(),
                    () -> ((Previewing) bench.connector).preview(bench.packet(Map.of("rate", 68))));
            Breach.PREVIEW_WRONG.unless(preview.value() != null && !preview.value().isBlank(), preview.shown());
            Hiding.of(factory(), bench.counterpart.settings()).check("preview", preview.shown());
        });
    }

    @Test
    void aCallThatIsInterruptedEnds() throws Exception {
        on(bench -> {
            assumeTrue(bench.counterpart.failures().containsKey(Counterpart.SILENT), "cannot be played");
            bench.counterpart.play(Counterpart.SILENT);
            var packet = bench.packet(Map.of("rate", 68));
            var running = new Attempt.Running<>(() -> bench.connector.send(packet));
            Bench.eventually(limit(), () -> bench.counterpart.connections() > 0);
            running.thread.interrupt();
            Breach.NOT_INTERRUPTIBLE.unless(running.thread.join(limit()), "for " + limit());
            Breach.NOT_INTERRUPTIBLE.unless(running.end.outcome() != Outcome.DELIVERED, "it was told as delivered");
        });
    }

    @Test
    void closingLeavesNothingOpen() throws Exception {
        on(bench -> bench.deliver(bench.packet(Map.of("rate", 61)))); // what the JVM itself starts on first use
        var counterpart = counterpart();
        var before = Leftovers.after(counterpart);
        try (var bench = new Bench(factory(), with(), limit(), counterpart)) {
            bench.deliver(bench.packet(Map.of("rate", 68)));
            bench.closeConnector();
            Breach.LEFT_OPEN.unless(Bench.eventually(limit(), () -> counterpart.connections() == 0),
                    counterpart.connections() + " connections");
            Breach.LEFT_OPEN.unless(Bench.eventually(limit(), () -> before.found().isEmpty()),
                    before.found().toString());
        }
    }

    @Test
    void closingLetsItsClassesGo() throws Exception {
        var loader = usedAndClosed();
        assumeTrue(loader.isPresent(), "the factory has no public constructor without parameters, or its classes stay");
        Breach.LEFT_OPEN.unless(Bench.eventually(limit(), () -> {
            Memory.collect();
            return loader.get().get() == null;
        }), "its class loader");
    }

    /** In a method of its own, whose frame would else hold the classes. */
    private Optional<WeakReference<ClassLoader>> usedAndClosed() throws Exception {
        var copy = classesMayStay() ? Optional.<ConnectorFactory>empty() : IsolatedFactory.copyOf(factory());
        if (copy.isEmpty()) {
            return Optional.empty();
        }
        var loader = IsolatedFactory.loaderOf(copy.get());
        var thread = Thread.currentThread();
        var before = thread.getContextClassLoader();
        var counterpart = counterpart(); // whose threads are not the connector's
        thread.setContextClassLoader(loader.get()); // as in a bridge
        try (var bench = new Bench(copy.get(), with(), limit(), counterpart)) {
            bench.deliver(bench.packet(Map.of("rate", 68)));
        } finally {
            thread.setContextClassLoader(before);
        }
        return Optional.of(loader);
    }

    @TestFactory
    Stream<DynamicTest> anAnswerWithoutEndDoesNotFillMemory() {
        return Stream.of(Counterpart.ENDLESS, Counterpart.HUGE).map(failure -> test(failure, bench -> {
            assumeTrue(bench.counterpart.failures().containsKey(failure), "cannot be played");
            bench.counterpart.play(failure);
            var packet = bench.packet(Map.of("rate", 68));
            long bytes = Memory.allocatedBy(() -> bench.connector.send(packet), limit());
            Breach.FILLS_MEMORY.unless(bytes < Memory.LIMIT, (bytes >> 20) + " MiB of " + failure);
        }));
    }

    @Test
    void aDeleteArrivesOrIsRejected() throws Exception {
        on(bench -> {
            var delete = new HashMap<String, Object>();
            delete.put("rate", null);
            var plain = bench.packet(Map.of());
            var attempt = bench.send(Bench.of(plain, plain.idempotencyKey(), plain.key(), plain.sequence(),
                    Packet.Form.MERGE_PATCH, delete));
            Breach.NOT_EXACT.unless(attempt.outcome() == Outcome.REJECT && bench.contents().isEmpty()
                    || attempt.outcome() == Outcome.DELIVERED && bench.contents().equals(List.of(delete)),
                    "a merge patch that deletes: " + attempt.shown());
        });
    }

    @Test
    void whatWasSentIsReadBackIfClaimed() throws Exception {
        on(bench -> {
            declared(Capability.READS, bench.connector instanceof ReadableTarget);
            var readable = (ReadableTarget) bench.connector;
            var packet = bench.packet(Map.of("rate", 68));
            var before = Attempt.within(limit(), () -> readable.read(packet.key(), packet.with()));
            Breach.READ_WRONG.unless(Optional.empty().equals(before.value()),
                    "nothing was sent yet, and read is " + before.shown());
            bench.deliver(packet);
            var after = Attempt.within(limit(), () -> readable.read(packet.key(), packet.with()));
            Breach.READ_WRONG.unless(after.value() != null && after.value().isPresent()
                    && FieldsCheck.holds(after.value().get(), packet.fields()), after.shown());
        });
    }

    @Test
    void fieldsAreDescribedIfClaimed() throws Exception {
        on(bench -> {
            declared(Capability.DESCRIBES, factory() instanceof DescribesFields);
            FieldsCheck.describe(((DescribesFields) factory()).fields(bench.packet(Map.of()).with()));
        });
    }

    @Test
    void secretsAndContentAreNeverShown() throws Exception {
        var failures = new ArrayList<>(List.of(""));
        try (var counterpart = counterpart()) {
            failures.addAll(counterpart.failures().keySet());
        }
        on(bench -> {
            var hiding = Hiding.of(factory(), bench.counterpart.settings());
            for (var failure : failures) {
                bench.counterpart.behave();
                if (!failure.isEmpty()) {
                    bench.counterpart.play(failure);
                }
                hiding.check("receipt, reason or exception", bench.send(bench.packet(Map.of("rate", Samples.CANARY)))
                        .shown());
                hiding.check("probe", Attempt.within(limit(), bench.connector::probe).shown());
            }
            hiding.check("text of the connector", bench.connector + " " + bench.context.settings());
            bench.context.logged().forEach(line -> hiding.check("log", line));
        });
    }

    @Test
    void allProblemsOfSettingsAreToldAtOnceByName() {
        SettingsCheck.check(factory().settings());
        SettingsCheck.check(factory().use());
    }

    @Test
    void aTargetThatIsDownDoesNotKeepItFromBeingCreated() throws Exception {
        try (var counterpart = counterpart()) {
            counterpart.play(Counterpart.DOWN);
            try (var bench = new Bench(factory(), with(), limit(), counterpart)) {
                counterpart.behave();
                bench.deliver(bench.packet(Map.of("rate", 68)));
            } catch (java.io.IOException | io.hmsbridge.api.SendException e) {
                throw (AssertionError) Breach.NOT_CREATED.because(e.toString()).initCause(e);
            }
        }
    }

    private DynamicTest test(String name, Check check) {
        return DynamicTest.dynamicTest(name, () -> on(check));
    }

    private void on(Check check) throws Exception {
        try (var bench = new Bench(factory(), with(), limit(), counterpart())) {
            check.run(bench);
        }
    }

    /** A claim must hold; what holds without being claimed must be declared. */
    private void holds(Capability capability, boolean kept, Breach broken, String seen) {
        if (capabilities().contains(capability)) {
            broken.unless(kept, seen);
        } else {
            Breach.NOT_DECLARED.unless(!kept, capability.name());
        }
    }

    /** Goes on if a capability is claimed and there; skips the check if it is neither. */
    private void declared(Capability capability, boolean there) {
        boolean claimed = capabilities().contains(capability);
        Breach.NOT_DECLARED.unless(claimed || !there, capability.name());
        var missing = switch (capability) {
            case BATCHES -> Breach.NOT_ONE_BY_ONE;
            case READS -> Breach.READ_WRONG;
            case DESCRIBES -> Breach.FIELDS_WRONG;
            default -> Breach.PREVIEW_WRONG;
        };
        missing.unless(there || !claimed, "the connector is none");
        assumeTrue(claimed, "it does not claim " + capability);
    }
}
