package io.hmsbridge.core;

import io.hmsbridge.api.Recogniser;
import io.hmsbridge.api.VetRule;
import io.hmsbridge.core.governance.Extensions;
import io.hmsbridge.core.plugin.Connectors;
import io.hmsbridge.core.plugin.PluginLease;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/** Hands what plugins offer to governance: lent for one payload, so that a plugin that is replaced is let go at once. */
record PluginExtensions(Connectors connectors) implements Extensions {

    @Override
    public Loan take() {
        var recognisers = connectors.recognisers();
        var rules = connectors.rules();
        if (recognisers.isEmpty() && rules.isEmpty()) {
            return Loan.NOTHING;
        }
        var leases = Stream.<PluginLease<?>>concat(recognisers.stream(), rules.stream()).toList();
        return new Loan(recognisers.stream().<Recogniser>map(Lent::new).toList(),
                rules.stream().<VetRule>map(LentRule::new).toList(),
                leases.stream().map(PluginLease::plugin).distinct().sorted().toList(),
                () -> leases.forEach(PluginLease::close));
    }

    private record Lent(PluginLease<Recogniser> lease) implements Recogniser {

        @Override
        public String dataClass() {
            return lease.factory().dataClass();
        }

        @Override
        public List<Found> find(String text, String field) {
            return within(lease, () -> lease.factory().find(text, field));
        }
    }

    private record LentRule(PluginLease<VetRule> lease) implements VetRule {

        @Override
        public String name() {
            return lease.factory().name();
        }

        @Override
        public Optional<String> objection(String target, Map<String, Object> content) {
            return within(lease, () -> lease.factory().objection(target, content));
        }
    }

    private static <R> R within(PluginLease<?> lease, Callable<R> work) {
        try {
            return lease.call(work);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) { // thrown without being declared
            throw new IllegalStateException(e);
        }
    }
}
