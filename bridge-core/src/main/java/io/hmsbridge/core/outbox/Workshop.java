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
import java.util.Optional;
import java.util.function.Function;

/** Makes connectors, and the crews that carry packets through them. */
final class Workshop {

    private final Connectors connectors;
    private final Egress egress;
    private final Ledger ledger;
    private final SheetUses uses;
    private final Guard guard;
    private final Function<String, String> environment;
    private final Clock clock;

    Workshop(Connectors connectors, Egress egress, Ledger ledger, SheetUses uses, Guard guard,
            Function<String, String> environment, Clock clock) {
        this.connectors = connectors;
        this.egress = egress;
        this.ledger = ledger;
        this.uses = uses;
        this.guard = guard;
        this.environment = environment;
        this.clock = clock;
    }

    /** @return empty while no plugin offers the target's connector */
    Optional<Crew> crew(Lane lane, TargetSpec spec) throws ConnectorRefusedException {
        var lent = connectors.find(spec.connector());
        if (lent.isEmpty()) {
            return Optional.empty();
        }
        var lease = lent.get();
        try {
            return Optional.of(crew(lane, spec, lease));
        } catch (ConnectorRefusedException e) {
            lease.close();
            throw e;
        }
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
            var connector = lease.call(() -> lease.factory().create(handed));
            var use = new Uses(lease.call(() -> lease.factory().use()), sheet -> uses.with(sheet, spec.name()),
                    environment);
            var sender = new Sender(connector, spec.retry(), use, ledger.incarnation(), guard);
            return new Crew(lane, connector, sender, spec.limits().concurrency(), context, lease);
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
