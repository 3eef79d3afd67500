package io.hmsbridge.core.outbox;

import io.hmsbridge.core.calendar.Windows;
import io.hmsbridge.core.egress.Route;
import io.hmsbridge.core.plugin.Pin;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A target as declared: a connector plus its settings, and how its lane is to run.
 *
 * @param name how sheets call it
 * @param connector the name of its connector
 * @param settings as written; the connector's factory checks them
 * @param limits how much it may be sent at once
 * @param retry when a packet is tried again, and when it is given up
 * @param order which packets wait for which
 * @param onDead what becomes of a dead packet's followers
 * @param networks CIDRs of the private networks it may be reached in
 * @param route through which proxy, and how secured
 * @param windows when packets may go to it
 * @param coalesce whether packets of one key that wait are folded into one
 * @param pin which versions of its plugin may serve it
 */
public record TargetSpec(String name, String connector, Map<String, Object> settings, Limits limits, RetryPolicy retry,
        Order order, OnDead onDead, List<String> networks, Route route, Windows windows,
        boolean coalesce, Pin pin) {

    /** Which packets of a target go one after another. */
    public enum Order {
        /** Those of one key. */
        KEY,
        /** All of them. */
        TARGET,
        /** None: all go as soon as they can. */
        NONE
    }

    /** What becomes of the packets that come after a dead one of their key. */
    public enum OnDead {
        /** They go on. */
        SKIP,
        /** They wait until an operator has acted on it. */
        HOLD
    }

    public TargetSpec {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(connector, "connector");
        Objects.requireNonNull(limits, "limits");
        Objects.requireNonNull(retry, "retry");
        Objects.requireNonNull(order, "order");
        Objects.requireNonNull(onDead, "onDead");
        Objects.requireNonNull(route, "route");
        Objects.requireNonNull(windows, "windows");
        Objects.requireNonNull(pin, "pin");
        settings = Map.copyOf(settings);
        networks = List.copyOf(networks);
    }

    /** A target that is reached directly, at any time. */
    public TargetSpec(String name, String connector, Map<String, Object> settings, Limits limits, RetryPolicy retry,
            Order order, OnDead onDead, List<String> networks) {
        this(name, connector, settings, limits, retry, order, onDead, networks, Route.DIRECT, Windows.ALWAYS, false,
                Pin.NONE);
    }

    /** A target with its connector's default settings. */
    public static TargetSpec of(String name, String connector) {
        return new TargetSpec(name, connector, Map.of(), Limits.DEFAULT, RetryPolicy.DEFAULT, Order.KEY, OnDead.SKIP,
                List.of());
    }

    public TargetSpec with(Map<String, Object> newSettings) {
        return new TargetSpec(name, connector, newSettings, limits, retry, order, onDead, networks, route, windows,
                coalesce, pin);
    }

    public TargetSpec with(Limits newLimits) {
        return new TargetSpec(name, connector, settings, newLimits, retry, order, onDead, networks, route, windows,
                coalesce, pin);
    }

    public TargetSpec with(RetryPolicy newRetry) {
        return new TargetSpec(name, connector, settings, limits, newRetry, order, onDead, networks, route, windows,
                coalesce, pin);
    }

    public TargetSpec with(Order newOrder) {
        return new TargetSpec(name, connector, settings, limits, retry, newOrder, onDead, networks, route, windows,
                coalesce, pin);
    }

    public TargetSpec with(OnDead newOnDead) {
        return new TargetSpec(name, connector, settings, limits, retry, order, newOnDead, networks, route, windows,
                coalesce, pin);
    }

    public TargetSpec in(List<String> newNetworks) {
        return new TargetSpec(name, connector, settings, limits, retry, order, onDead, newNetworks, route, windows,
                coalesce, pin);
    }

    public TargetSpec by(Route newRoute) {
        return new TargetSpec(name, connector, settings, limits, retry, order, onDead, networks, newRoute, windows,
                coalesce, pin);
    }

    public TargetSpec within(Windows newWindows) {
        return new TargetSpec(name, connector, settings, limits, retry, order, onDead, networks, route, newWindows,
                coalesce, pin);
    }

    public TargetSpec coalescing(boolean newCoalesce) {
        return new TargetSpec(name, connector, settings, limits, retry, order, onDead, networks, route, windows,
                newCoalesce, pin);
    }

    public TargetSpec pinned(Pin newPin) {
        return new TargetSpec(name, connector, settings, limits, retry, order, onDead, networks, route, windows,
                coalesce, newPin);
    }

    /** Settings may hold secrets: names alone. */
    @Override
    public String toString() {
        return name + " (" + connector + ")";
    }
}
