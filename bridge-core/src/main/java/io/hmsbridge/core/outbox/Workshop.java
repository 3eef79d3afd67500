package io.hmsbridge.core.outbox;

import io.hmsbridge.api.ConnectorFactory;
import io.hmsbridge.api.SettingsException;
import io.hmsbridge.core.egress.AddressPolicy;
import io.hmsbridge.core.egress.Egress;
import io.hmsbridge.core.egress.EgressSettings;
import io.hmsbridge.core.ledger.Ledger;
import io.hmsbridge.core.plugin.Connectors;
import io.hmsbridge.core.plugin.PluginLease;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** Makes connectors, and the crews that carry packets through them. */
final class Workshop {

    /** How long a connector may take to be made: others wait for it meanwhile. */
    private static final Duration MAKING = Duration.ofSeconds(10);

    private final Connectors connectors;
    private final Egress egress;
    private final Ledger ledger;
    private final SheetUses uses;
    private final Guard guard;
    private final Function<String, String> environment;
    private final Clock clock;
    private final Duration limit;

    Workshop(Connectors connectors, Egress egress, Ledger ledger, SheetUses uses, Guard guard,
            Function<String, String> environment, Clock clock) {
        this(connectors, egress, ledger, uses, guard, environment, clock, MAKING);
    }

    /** @param limit how long a connector may take to be made */
    Workshop(Connectors connectors, Egress egress, Ledger ledger, SheetUses uses, Guard guard,
            Function<String, String> environment, Clock clock, Duration limit) {
        this.limit = limit;
        this.connectors = connectors;
        this.egress = egress;
        this.ledger = ledger;
        this.uses = uses;
        this.guard = guard;
        this.environment = environment;
        this.clock = clock;
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

    /** Foreign code runs on a thread of its own: if it hangs, it keeps nobody waiting for long. */
    private Crew crewInTime(Lane lane, TargetSpec spec, PluginLease<ConnectorFactory> lease)
            throws ConnectorRefusedException, InterruptedException {
        var made = new CompletableFuture<Crew>();
        var thread = Thread.ofPlatform().daemon().name("make-" + spec.name()).start(() -> {
            try {
                made.complete(crew(lane, spec, lease));
            } catch (ConnectorRefusedException e) {
                lease.close();
                made.completeExceptionally(e);
            }
        });
        try {
            return made.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw (ConnectorRefusedException) e.getCause();
        } catch (TimeoutException e) {
            abandon(thread, made);
            throw new ConnectorRefusedException("%s did not make a connector for target %s within %d s"
                    .formatted(spec.connector(), spec.name(), limit.toSeconds()), e);
        } catch (InterruptedException e) {
            abandon(thread, made);
            throw e;
        }
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
            var connector = lease.call(() -> lease.factory().create(handed)); // last: from here on it must be closed
            return new Crew(lane, connector, new Sender(connector, spec.retry(), use, incarnation, guard),
                    spec.limits().concurrency(), context, lease);
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
