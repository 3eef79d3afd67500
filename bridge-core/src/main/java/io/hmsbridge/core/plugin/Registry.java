package io.hmsbridge.core.plugin;

import io.hmsbridge.api.ConnectorFactory;
import io.hmsbridge.api.InboundConnectorFactory;
import io.hmsbridge.api.Recogniser;
import io.hmsbridge.api.VetRule;
import io.hmsbridge.core.plugin.ConnectorChange.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
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

    /** @param leads whether it serves those without a pin */
    private record Offer<F>(F factory, PluginJar jar, boolean leads) {

        boolean serves(Pin pin) {
            return pin.equals(Pin.NONE) ? leads : pin.allows(jar);
        }
    }

    /** What there is of each name, the highest version first. */
    private record Offers(NavigableMap<String, List<Offer<ConnectorFactory>>> outbound,
            NavigableMap<String, List<Offer<InboundConnectorFactory>>> inbound,
            NavigableMap<String, List<Offer<Recogniser>>> recognisers,
            NavigableMap<String, List<Offer<VetRule>>> rules) {

        static Offers of(Collection<PluginJar> jars, Collection<PluginJar> leading) {
            var offers = new Offers(new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
            for (var jar : jars.stream().sorted((a, b) -> b.compareVersion(a)).toList()) {
                boolean leads = leading.contains(jar);
                add(offers.outbound, jar.factories(), jar, leads);
                add(offers.inbound, jar.inboundFactories(), jar, leads);
                add(offers.recognisers, jar.recognisers(), jar, leads);
                add(offers.rules, jar.rules(), jar, leads);
            }
            return offers;
        }

        private static <F> void add(NavigableMap<String, List<Offer<F>>> offers, Map<String, F> more, PluginJar jar,
                boolean leads) {
            more.forEach((name, one) -> offers.computeIfAbsent(name, _ -> new ArrayList<>())
                    .add(new Offer<>(one, jar, leads)));
        }
    }

    private final List<Consumer<ConnectorChange>> listeners = new CopyOnWriteArrayList<>();
    private final List<Trial> trials = new CopyOnWriteArrayList<>();
    private volatile Offers offers = Offers.of(List.of(), List.of());

    /**
     * Offers what these jars have, from now on and nothing else, and tells the listeners.
     *
     * @param leading those among them that serve who has no pin: one of each plugin at most
     */
    void offer(Collection<PluginJar> jars, Collection<PluginJar> leading) {
        var before = offers;
        offers = Offers.of(jars, leading);
        tell(before.outbound, offers.outbound, false);
        tell(before.inbound, offers.inbound, true);
    }

    private <F> void tell(NavigableMap<String, List<Offer<F>>> before, NavigableMap<String, List<Offer<F>>> after,
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
            } else if (!old.equals(now)) {
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

    /**
     * Has another version of what is offered tried out; runs foreign code.
     *
     * @param pins whom it is to serve
     */
    void tryOut(PluginJar newcomer, Set<Pin> pins) throws PluginProblem {
        for (var offered : newcomer.factories().entrySet()) {
            var before = offers.outbound.getOrDefault(offered.getKey(), List.of());
            if (before.stream().anyMatch(offer -> offer.jar.id().equals(newcomer.id()))) {
                tryOut(offered.getKey(), offered.getValue(), newcomer, pins);
            }
        }
    }

    private void tryOut(String name, ConnectorFactory factory, PluginJar newcomer, Set<Pin> pins)
            throws PluginProblem {
        for (var trial : trials) {
            if (!newcomer.retain()) {
                throw new PluginProblem("it was let go while it was tried out");
            }
            try (var lease = lease(new Offer<>(factory, newcomer, false))) {
                trial.run(name, pins, lease);
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
    public Optional<PluginLease<ConnectorFactory>> find(String name, Pin pin) {
        return lend(Offers::outbound, name, pin);
    }

    @Override
    public Optional<PluginLease<InboundConnectorFactory>> findInbound(String name) {
        return lend(Offers::inbound, name, Pin.NONE);
    }

    @Override
    public List<PluginLease<Recogniser>> recognisers() {
        return lendAll(Offers::recognisers);
    }

    @Override
    public List<PluginLease<VetRule>> rules() {
        return lendAll(Offers::rules);
    }

    private <F> List<PluginLease<F>> lendAll(Function<Offers, NavigableMap<String, List<Offer<F>>>> side) {
        var names = side.apply(offers).keySet();
        return names.isEmpty() ? List.of()
                : names.stream().flatMap(name -> lend(side, name, Pin.NONE).stream()).toList();
    }

    private <F> Optional<PluginLease<F>> lend(Function<Offers, NavigableMap<String, List<Offer<F>>>> side, String name,
            Pin pin) {
        while (true) {
            var offer = side.apply(offers).getOrDefault(name, List.of()).stream().filter(o -> o.serves(pin))
                    .findFirst();
            // A jar is let go only after newer offers are published, so a failed retain finds those at the next turn.
            if (offer.isEmpty() || offer.get().jar.retain()) {
                return offer.map(Registry::lease);
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
