package io.hmsbridge.core.plugin;

import io.hmsbridge.api.ConnectorFactory;
import io.hmsbridge.api.InboundConnectorFactory;
import io.hmsbridge.api.Recogniser;
import io.hmsbridge.api.VetRule;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The connectors to be had at present, by the name that sheets and targets ask for. Safe to use from many threads;
 * never blocks on plugin code.
 */
public interface Connectors {

    /**
     * The factory of that name, lent: its plugin stays loaded until the lease is closed. Close it after the last
     * connector made by the factory is closed.
     *
     * @return empty while no plugin offers the name
     */
    default Optional<PluginLease<ConnectorFactory>> find(String name) {
        return find(name, Pin.NONE);
    }

    /** As {@link #find(String)}, of the highest version that the pin allows. */
    Optional<PluginLease<ConnectorFactory>> find(String name, Pin pin);

    /** As {@link #find}, for connectors that bring events in. They have names of their own. */
    Optional<PluginLease<InboundConnectorFactory>> findInbound(String name);

    /** The names that {@link #find} knows, sorted. */
    Set<String> names();

    /** The names that {@link #findInbound} knows, sorted. */
    Set<String> inboundNames();

    /** What plugins have governance find, lent as by {@link #find}, by name. */
    default List<PluginLease<Recogniser>> recognisers() {
        return List.of();
    }

    /** What plugins object to, lent as by {@link #find}, by name. */
    default List<PluginLease<VetRule>> rules() {
        return List.of();
    }

    /**
     * Tells {@code listener} of every change from now on, one at a time, once {@link #find} gives the new answer.
     * Listeners should be quick: they hold up other plugins' changes. Closing what is returned ends it.
     */
    Subscription onChange(Consumer<ConnectorChange> listener);

    /**
     * Has {@code trial} run, from now on, before another version of a plugin takes over a name that its plugin offers
     * already: on a thread of the newcomer's own, for as long as starting may take. If it throws, the newcomer is refused with
     * what the exception says, and the version before goes on. Closing what is returned ends it.
     */
    Subscription beforeReplacing(Trial trial);

    /** Whether a factory does what its predecessor did. */
    @FunctionalInterface
    interface Trial {

        /**
         * @param pins the targets of which pins, {@link Pin#NONE} among them, it is to serve
         * @param newcomer closed when the trial is over; whatever is made of it must be closed by then
         */
        void run(String connector, Set<Pin> pins, PluginLease<ConnectorFactory> newcomer) throws Exception;
    }

    /** Ends the notifications when closed. */
    @FunctionalInterface
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }

    /** A fixed set of factories, for programs that embed the bridge and need no plugin folder. */
    static Connectors of(ConnectorFactory... factories) {
        return new FixedConnectors(factories);
    }

    /** These connectors, and those of {@code other} whose names are not among them. */
    default Connectors or(Connectors other) {
        return new ConnectorsInTurn(this, other);
    }
}
