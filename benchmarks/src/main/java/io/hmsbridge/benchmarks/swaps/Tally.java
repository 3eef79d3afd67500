package io.hmsbridge.benchmarks.swaps;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What connectors tell of the packets that they sent, and of the class loaders that they come from. */
final class Tally {

    private final Set<String> sent = new HashSet<>();
    private final Map<String, Long> last = new HashMap<>();
    private final List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
    private int repeated;
    private int disordered;

    /** @param what a class loader, or a packet's key and idempotency key */
    synchronized void note(Object what, long sequence) {
        if (what instanceof ClassLoader loader) {
            if (loaders.stream().noneMatch(known -> known.refersTo(loader))) {
                loaders.add(new WeakReference<>(loader));
            }
            return;
        }
        var packet = what.toString();
        if (!sent.add(packet)) {
            repeated++;
        }
        var before = last.put(packet.substring(0, packet.indexOf(' ')), sequence);
        if (before != null && before >= sequence) {
            disordered++;
        }
    }

    synchronized int size() {
        return sent.size();
    }

    synchronized int repeated() {
        return repeated;
    }

    synchronized int disordered() {
        return disordered;
    }

    /** How many class loaders are in memory; to be asked after a collection. */
    synchronized int liveLoaders() {
        return (int) loaders.stream().filter(loader -> !loader.refersTo(null)).count();
    }

    synchronized int loaders() {
        return loaders.size();
    }
}
