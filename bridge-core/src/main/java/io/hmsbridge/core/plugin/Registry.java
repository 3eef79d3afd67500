package io.hmsbridge.core.plugin;

import io.hmsbridge.api.ConnectorFactory;
import io.hmsbridge.api.InboundConnectorFactory;
import io.hmsbridge.api.Recogniser;
import io.hmsbridge.api.VetRule;
import io.hmsbridge.core.plugin.ConnectorChange.Kind;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The names offered by the active plugins. Changed by the roster alone, read by anyone without a lock. */
final class Registry implements Connectors {

    private static final Logger LOG = LoggerFactory.getLogger(Registry.class);

    private record Offer<F>(F factory, PluginJar jar) {}

    private record Offers(NavigableMap<String, Offer<ConnectorFactory>> outbound,
            NavigableMap<String, Offer<InboundConnectorFactory>> inbound,
            NavigableMap<String, Offer<Recogniser>> recognisers, NavigableMap<String, Offer<VetRule>> rules) {

        static Offers of(Collection<PluginJar> jars) {
            var offers = new Offers(new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
            for (var jar : jars) {
                jar.factories().forEach((name, factory) -> offers.outbound.put(name, new Offer<>(factory, jar)));
                jar.inboundFactories().forEach((name, factory) -> offers.inbound.put(name, new Offer<>(factory, jar)));
                jar.recognisers().forEach((name, one) -> offers.recognisers.put(name, new Offer<>(one, jar)));
                jar.rules().forEach((name, one) -> offers.rules.put(name, new Offer<>(one, jar)));
            }
            return offers;
        }
    }

    private final List<Consumer<ConnectorChange>> listeners = new CopyOnWriteArrayList<>();
    private final List<Trial> trials = new CopyOnWriteArrayList<>();
    private volatile Offers offers = Offers.of(List.of());

    /** Offers what these jars have, from now on and nothing else, and tells the listeners. */
    void offer(Collection<PluginJar> jars) {
        var before = offers;
        offers = Offers.of(jars);
        tell(before.outbound, offers.outbound, false);
        tell(before.inbound, offers.inbound, true);
    }

    private <F> void tell(NavigableMap<String, Offer<F>> before, NavigableMap<String, Offer<F>> after,
            boolean inbound) {
        var names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        for (var name : names) {
            var old = before.get(name);
            var now = after.get(name);
            if (old == null) {
                tell(new ConnectorChange(Kind.AVAILABLE, name, inbound));
            } else if (now == null) {
                tell(new ConnectorChange(Kind.GONE, name, inbound));
            } else if (old.jar != now.jar) {
                tell(new ConnectorChange(Kind.REPLACED, name, inbound));
            }
        }
    }

    private void tell(ConnectorChange change) {
        for (var listener : listeners) {
            try {
                listener.accept(change);
            } catch (RuntimeException e) {
                LOG.error("a listener failed on connector={} change={}", change.name(), change.kind(), e);
            }
        }
    }

    /** Has another version of what is offered tried out; runs foreign code. */
    void tryOut(PluginJar newcomer) throws PluginProblem {
        for (var offered : newcomer.factories().entrySet()) {
            var before = offers.outbound.get(offered.getKey());
            if (before != null && before.jar.id().equals(newcomer.id())) {
                tryOut(offered.getKey(), offered.getValue(), newcomer);
            }
        }
    }

    private void tryOut(String name, ConnectorFactory factory, PluginJar newcomer) throws PluginProblem {
        for (var trial : trials) {
            if (!newcomer.retain()) {
                throw new PluginProblem("it was let go while it was tried out");
            }
            try (var lease = lease(new Offer<>(factory, newcomer))) {
                trial.run(name, lease);
            } catch (PluginProblem e) {
                throw e;
            } catch (Exception e) {
                throw new PluginProblem("it cannot take over: " + e.getMessage(), e);
            }
        }
    }

    private static <F> PluginLease<F> lease(Offer<F> retained) {
        var jar = retained.jar;
        return new PluginLease<>(retained.factory, jar.toString(), jar.loader(), jar::release);
    }

    @Override
    public Optional<PluginLease<ConnectorFactory>> find(String name) {
        return lend(Offers::outbound, name);
    }

    @Override
    public Optional<PluginLease<InboundConnectorFactory>> findInbound(String name) {
        return lend(Offers::inbound, name);
    }

    @Override
    public List<PluginLease<Recogniser>> recognisers() {
        return lendAll(Offers::recognisers);
    }

    @Override
    public List<PluginLease<VetRule>> rules() {
        return lendAll(Offers::rules);
    }

    private <F> List<PluginLease<F>> lendAll(Function<Offers, NavigableMap<String, Offer<F>>> side) {
        var names = side.apply(offers).keySet();
        return names.isEmpty() ? List.of() : names.stream().flatMap(name -> lend(side, name).stream()).toList();
    }

    private <F> Optional<PluginLease<F>> lend(Function<Offers, NavigableMap<String, Offer<F>>> side, String name) {
        while (true) {
            var offer = side.apply(offers).get(name);
            if (offer == null) {
                return Optional.empty();
            }
            // A jar is let go only after newer offers are published, so a failed retain finds those at the next turn.
            if (offer.jar.retain()) {
                return Optional.of(lease(offer));
            }
        }
    }

    @Override
    public Set<String> names() {
        return Collections.unmodifiableSet(offers.outbound.navigableKeySet());
    }

    @Override
    public Set<String> inboundNames() {
        return Collections.unmodifiableSet(offers.inbound.navigableKeySet());
    }

    @Override
    public Subscription onChange(Consumer<ConnectorChange> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public Subscription beforeReplacing(Trial trial) {
        trials.add(trial);
        return () -> trials.remove(trial);
    }
}
