package io.hmsbridge.core.outbox;

import io.hmsbridge.api.Connector;
import io.hmsbridge.api.ConnectorFactory;
import io.hmsbridge.api.SettingsException;
import io.hmsbridge.core.egress.AddressPolicy;
import io.hmsbridge.core.egress.Egress;
import io.hmsbridge.core.egress.EgressSettings;
import io.hmsbridge.core.ledger.Store;
import io.hmsbridge.core.plugin.Connectors;
import io.hmsbridge.core.plugin.PluginLease;
import io.hmsbridge.core.time.Timer;
import io.hmsbridge.core.trace.Tracing;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/** Makes connectors, and the crews that carry packets through them. */
final class Workshop {

    /** How long a connector may take to be made: others wait for it meanwhile. */
    private static final Duration MAKING = Duration.ofSeconds(10);

    private final Connectors connectors;
    private final Egress egress;
    private final Store ledger;
    private final SheetUses uses;
    private final Guard guard;
    private final Function<String, String> environment;
    private final Clock clock;
    private final Timer timer;
    private final Tracing tracing;
    private final Duration limit;

    Workshop(Connectors connectors, Egress egress, Store ledger, SheetUses uses, Guard guard,
            Function<String, String> environment, Clock clock, Timer timer, Tracing tracing) {
        this(connectors, egress, ledger, uses, guard, environment, clock, timer, tracing, MAKING);
    }

    /** @param limit how long a connector may take to be made */
    Workshop(Connectors connectors, Egress egress, Store ledger, SheetUses uses, Guard guard,
            Function<String, String> environment, Clock clock, Timer timer, Tracing tracing, Duration limit) {
        this.timer = timer;
        this.limit = limit;
        this.connectors = connectors;
        this.egress = egress;
        this.ledger = ledger;
        this.uses = uses;
        this.guard = guard;
        this.environment = environment;
        this.clock = clock;
        this.tracing = tracing;
    }

    /** A connector, and how packets come to it. */
    private record Made(Connector connector, OpaqueConnector opaque) {

        static Made by(ConnectorFactory factory, TargetContext context) throws Exception {
            var connector = factory.create(context);
            try {
                return new Made(connector, new OpaqueConnector(connector));
            } catch (Throwable e) { // whatever it throws, it is not to stay open
                connector.close();
                throw e;
            }
        }
    }

    /** @return empty while no plugin offers the target's connector */
    Optional<Crew> crew(Lane lane, TargetSpec spec) throws ConnectorRefusedException, InterruptedException {
        var lent = connectors.find(spec.connector(), spec.pin());
        return lent.isEmpty() ? Optional.empty() : Optional.of(crewInTime(lane, spec, lent.get()));
    }

    /** Whether a target's connector is offered by the plugin that this crew's is of. */
    boolean isOffered(TargetSpec spec, Crew crew) {
        try (var lease = connectors.find(spec.connector(), spec.pin()).orElse(null)) {
            return lease != null && crew.isOf(lease);
        }
    }

    /** Makes a connector as for a crew, and closes it again. */
    void tryOut(Lane lane, TargetSpec spec, PluginLease<ConnectorFactory> lease)
            throws ConnectorRefusedException, InterruptedException {
        crewInTime(lane, spec, lease).dismiss();
    }

    /** Makes a connector as for a crew, goes its way to the target, and closes it again. */
    List<Finding> inspect(Lane lane, TargetSpec spec) throws InterruptedException {
        var inspection = new Inspection(spec);
        try {
            var crew = crew(lane, spec);
            if (crew.isEmpty()) {
                inspection.noConnector();
                return inspection.findings();
            }
            try {
                inspection.made();
                inspection.reach(places(spec), crew.get().sockets());
                inspection.probed(crew.get().probe());
            } finally {
                crew.get().dismiss();
            }
        } catch (ConnectorRefusedException e) {
            inspection.refused(e);
        }
        return inspection.findings();
    }

    private List<Place> places(TargetSpec spec) {
        var lent = connectors.find(spec.connector(), spec.pin());
        if (lent.isEmpty()) {
            return List.of();
        }
        try (var lease = lent.get()) {
            return lease.call(() -> Place.of(lease.factory().settings(), spec.settings(), environment));
        } catch (Exception e) {
            throw new IllegalStateException("settings that were read before", e);
        }
    }

    /** Foreign code runs on a thread of its own: if it hangs, it keeps nobody waiting for long. */
    private Crew crewInTime(Lane lane, TargetSpec spec, PluginLease<ConnectorFactory> lease)
            throws ConnectorRefusedException, InterruptedException {
        var made = new CompletableFuture<Crew>();
        var thread = timer.start("make-" + spec.name(), () -> {
            try {
                made.complete(crew(lane, spec, lease));
            } catch (ConnectorRefusedException e) {
                lease.close();
                made.completeExceptionally(e);
            }
        });
        try {
            if (timer.join(thread, limit) && made.isDone()) {
                return made.join();
            }
        } catch (CompletionException e) {
            throw (ConnectorRefusedException) e.getCause();
        } catch (InterruptedException e) {
            abandon(thread, made);
            throw e;
        }
        abandon(thread, made);
        throw new ConnectorRefusedException("%s did not make a connector for target %s within %d s"
                .formatted(spec.connector(), spec.name(), limit.toSeconds()), null);
    }

    private static void abandon(Thread thread, CompletableFuture<Crew> made) {
        thread.interrupt();
        var _ = made.thenAccept(Crew::dismiss);
    }

    private Crew crew(Lane lane, TargetSpec spec, PluginLease<ConnectorFactory> lease)
            throws ConnectorRefusedException {
        TargetContext context = null;
        try {
            var settings = lease.call(() -> lease.factory().settings()).read(spec.settings(), environment);
            context = new TargetContext(lane, settings,
                    egress.open(EgressSettings.of(AddressPolicy.allowing(spec.networks())).by(spec.route())), ledger,
                    clock);
            var handed = context;
            var incarnation = ledger.incarnation();
            var use = new Uses(lease.call(() -> lease.factory().use()), sheet -> uses.with(sheet, spec.name()),
                    environment);
            var made = lease.call(() -> Made.by(lease.factory(), handed)); // last: from here on it must be closed
            return new Crew(lane, made.connector,
                    new Sender(made.opaque, spec.retry(), use, incarnation, guard, ledger.folding(), timer, tracing),
                    spec.limits().concurrency(), context, lease, timer);
        } catch (Throwable e) { // whatever a plugin throws, an Error included, is this target's trouble alone
            if (context != null) {
                context.close();
            }
            throw new ConnectorRefusedException(reason(spec, e), e);
        }
    }

    private static String reason(TargetSpec spec, Throwable e) {
        return switch (e) {
            case SettingsException settings -> "the settings of target %s do not suit %s: %s".formatted(spec.name(),
                    spec.connector(), settings.getMessage());
            case IllegalArgumentException wrong -> "target %s: %s".formatted(spec.name(), wrong.getMessage());
            default -> "%s cannot make a connector for target %s: %s".formatted(spec.connector(), spec.name(), e);
        };
    }
}
