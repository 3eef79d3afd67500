package io.hmsbridge.core.plugin;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Watches whether the classes of unloaded plugins go, too. */
final class Loaders {

    private static final Logger LOG = LoggerFactory.getLogger(Loaders.class);

    /** Collectors that let go of old objects and classes, by the names that the JDK's have. */
    private static final Pattern THOROUGH = Pattern.compile("Concurrent|Old|MarkSweep|Major Cycles|Shenandoah Cycles");

    /** G1 counts each of its rounds twice. */
    private static final int ROUNDS = 4;

    private static final class Unloaded {

        private final String id;
        private final String version;
        private final WeakReference<ClassLoader> loader;
        private final long since;
        private boolean told;

        Unloaded(PluginJar jar, long since) {
            id = jar.id();
            version = jar.version();
            loader = new WeakReference<>(jar.loader());
            this.since = since;
        }
    }

    private final List<Unloaded> unloaded = new ArrayList<>();

    synchronized void unloaded(PluginJar jar) {
        unloaded.add(new Unloaded(jar, rounds()));
        leaked();
    }

    /** How many class loaders of each plugin are in memory although they were unloaded and the collector has been round since. */
    synchronized Map<String, Long> leaked() {
        unloaded.removeIf(u -> u.loader.refersTo(null));
        long now = rounds();
        var leaked = unloaded.stream().filter(u -> now - u.since >= ROUNDS).toList();
        leaked.stream().filter(u -> !u.told).forEach(u -> {
            u.told = true;
            LOG.warn(
                    "plugin leaks id={} version={}: its classes stay in memory although it was unloaded; a thread, a timer"
                            + " or a static field of the JDK's refers to them",
                    u.id, u.version);
        });
        return leaked.stream().collect(Collectors.groupingBy(u -> u.id, TreeMap::new, Collectors.counting()));
    }

    private static long rounds() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .filter(gc -> THOROUGH.matcher(gc.getName()).find())
                .mapToLong(GarbageCollectorMXBean::getCollectionCount).sum();
    }
}
