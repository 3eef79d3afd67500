package io.hmsbridge.core.egress;

import java.net.InetAddress;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/**
 * The way out of one bridge. It holds what all targets share: the threads that look up names, and the watch that cuts off
 * calls whose time is up. Safe for use by many threads.
 */
public final class Egress implements AutoCloseable {

    private final String userAgent;
    private final Clock clock;
    private final Lookup lookup;
    private final Set<TargetEgress> open = ConcurrentHashMap.newKeySet();
    private final Watch watch;

    /**
     * @param version of the bridge, told to every target as {@code User-Agent: HMS-Bridge/<version>}
     * @param clock against which a date in {@code Retry-After} is measured
     */
    public Egress(String version, Clock clock) {
        this(version, clock, () -> false);
    }

    /** As {@link #Egress(String, Clock)}; while {@code held} is so, no call is cut off because its time is up. */
    public Egress(String version, Clock clock, BooleanSupplier held) {
        this(version, clock, InetAddress::getAllByName, held);
    }

    Egress(String version, Clock clock, Lookup.Names names) {
        this(version, clock, names, () -> false);
    }

    private Egress(String version, Clock clock, Lookup.Names names, BooleanSupplier held) {
        watch = new Watch(() -> open.forEach(TargetEgress::trim), held);
        this.userAgent = "HMS-Bridge/" + version;
        this.clock = clock;
        this.lookup = new Lookup(names);
    }

    /** Opens the way out to one target. Nothing is connected before the first call. */
    public TargetEgress open(EgressSettings settings) {
        var opened = new TargetEgress(settings, userAgent, clock, lookup, watch, open::remove);
        open.add(opened);
        return opened;
    }

    /** Closes every target's connections; calls under way fail. */
    @Override
    public void close() {
        open.forEach(TargetEgress::close);
        watch.close();
        lookup.close();
    }
}
