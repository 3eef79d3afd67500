package io.hmsbridge.benchmarks.swaps;

import io.hmsbridge.api.Event;
import io.hmsbridge.benchmarks.Folder;
import io.hmsbridge.benchmarks.swaps.plugin.CountedConnectorFactory;
import io.hmsbridge.core.Bridge;
import io.hmsbridge.core.outbox.LaneStatus;
import io.hmsbridge.core.plugin.LoadedPlugin;
import io.hmsbridge.core.plugin.LoadedPlugin.State;
import io.hmsbridge.postgres.EmbeddedPostgres;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/**
 * Swaps a plugin a hundred times while a hundred thousand packets go through it, by the clock, and tells what became of
 * them. Ends with 1 if a packet was lost, sent twice or out of order, if a swap took longer than it may, or if more
 * class loaders were in memory at once than the new version's and the last one's.
 */
public final class SwapBenchmark {

    private static final int SWAPS = 100;
    private static final int PACKETS = 100_000;
    private static final int PER_SECOND = 500;
    private static final int KEYS = 1_000;
    private static final int MOST_LOADERS = 2;
    private static final double MOST_READY_MS = 500;
    private static final double MOST_PAUSE_MS = 200;
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);

    /** A folder for heap dumps of when more class loaders are in memory than should be. */
    private static final String DUMP = "bench.dumps";

    private final Tally sent = new Tally();
    private final List<Double> ready = new ArrayList<>();
    private final List<Double> paused = new ArrayList<>();
    private final List<Double> metaspace = new ArrayList<>();
    private int mostLoaders;

    private SwapBenchmark() {}

    /** @param args the numbers of swaps and packets, where others are wanted */
    public static void main(String[] args) throws Exception {
        int swaps = args.length > 0 ? Integer.parseInt(args[0]) : SWAPS;
        int packets = args.length > 1 ? Integer.parseInt(args[1]) : PACKETS;
        boolean good = new SwapBenchmark().run(swaps, packets);
        System.exit(good ? 0 : 1);
    }

    private boolean run(int swaps, int packets) throws Exception {
        var folder = Files.createTempDirectory("hms-bridge-swaps-");
        System.getProperties().put(CountedConnectorFactory.TOLD, (BiConsumer<Object, Long>) sent::note);
        var plugins = Files.createDirectory(folder.resolve("plugins"));
        var mappings = Files.createDirectory(folder.resolve("mappings"));
        Files.writeString(mappings.resolve("swaps.yaml"), "source_event: a.b\ntargets:\n  counted:\n    connector: "
                + CountedConnectorFactory.NAME + "\n    map: {n: n}\n");
        drop(plugins, 1);
        try (var postgres = EmbeddedPostgres.start(folder.resolve("postgres"));
                var bridge = Bridge.builder().database(postgres.jdbcUrl(), postgres.user(), postgres.password())
                        .mappings(mappings).plugins(plugins).workFolder(folder.resolve("work")).open()) {
            var emitter = Thread.ofPlatform().start(() -> emit(bridge, packets));
            long first = System.nanoTime();
            for (int swap = 1; swap <= swaps; swap++) {
                sleepUntil(first + TimeUnit.SECONDS.toNanos(1) * packets / PER_SECOND * swap / (swaps + 1));
                swap(bridge, plugins, swap + 1);
            }
            emitter.join();
            await("all is sent", () -> sent.size() >= packets && lane(bridge).inFlight() == 0);
            collect();
            if (sent.liveLoaders() > 1) {
                dump("end");
            }
            report(bridge, packets);
        } finally {
            Folder.delete(folder);
        }
        return sent.size() == packets && sent.repeated() == 0 && sent.disordered() == 0 && mostLoaders <= MOST_LOADERS
                && Collections.max(ready) <= MOST_READY_MS && Collections.max(paused) <= MOST_PAUSE_MS;
    }

    private static void emit(Bridge bridge, int packets) {
        long first = System.nanoTime();
        for (int i = 0; i < packets; i++) {
            sleepUntil(first + TimeUnit.SECONDS.toNanos(1) * i / PER_SECOND);
            var _ = bridge.emitAsync(List.of(Event.of("a.b", Map.of("n", i)).withSubject("k" + i % KEYS)));
        }
    }

    /** Drops the next version, and looks at memory when it has taken over. */
    private void swap(Bridge bridge, Path plugins, int version) throws IOException {
        long swapped = lane(bridge).swaps().count();
        drop(plugins, version);
        long dropped = System.nanoTime();
        await("version " + version + " is active", () -> bridge.plugins().stream().anyMatch(plugin -> isActive(plugin,
                version)));
        ready.add((System.nanoTime() - dropped) / 1e6);
        await("the lane is swapped", () -> lane(bridge).swaps().count() > swapped);
        paused.add(lane(bridge).swaps().last().toNanos() / 1e6);
        await("version " + (version - 1) + " is unloaded", () -> bridge.plugins().size() == 1);
        collect();
        int live = sent.liveLoaders();
        if (live > 2 && live > mostLoaders) {
            dump("swap-" + (version - 1));
        }
        mostLoaders = Math.max(mostLoaders, live);
        metaspace.add(ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getName().equals("Metaspace")).map(MemoryPoolMXBean::getUsage)
                .mapToDouble(usage -> usage.getUsed() / 1e6).sum());
    }

    /** Twice: code that a thread was in the middle of when the first began keeps its class loader until the second. */
    private static void collect() {
        System.gc();
        System.gc();
    }

    private static void dump(String name) throws IOException {
        if (System.getProperty(DUMP) != null) {
            HeapDump.to(Path.of(System.getProperty(DUMP), name + ".hprof"));
        }
    }

    private static boolean isActive(LoadedPlugin plugin, int version) {
        return plugin.state() == State.ACTIVE && plugin.version().equals(version(version));
    }

    private static LaneStatus lane(Bridge bridge) {
        return bridge.lanes().getFirst();
    }

    private void report(Bridge bridge, int packets) {
        System.out.printf("packets %d: lost %d, repeated %d, out of order %d%n", packets, packets - sent.size(),
                sent.repeated(), sent.disordered());
        System.out.printf("swaps %d, versions that worked %d, class loaders in memory at most %d, leaked %s%n",
                bridge.pluginCounts().swaps(), sent.loaders(), mostLoaders, bridge.pluginCounts().leaked());
        print("dropped until active, ms", ready);
        print("lane paused, ms", paused);
        int swaps = metaspace.size();
        System.out.printf("metaspace, MB: after swap %d %.1f, after swap %d %.1f, after the last %.1f%n", swaps / 10,
                metaspace.get(swaps / 10), swaps / 2, metaspace.get(swaps / 2), metaspace.getLast());
    }

    private static void print(String what, List<Double> figures) {
        var sorted = figures.stream().sorted().toList();
        System.out.printf("%s: median %.0f, most %.0f%n", what, sorted.get(sorted.size() / 2), sorted.getLast());
    }

    private static String version(int number) {
        return "1." + number + ".0";
    }

    private static void drop(Path plugins, int number) throws IOException {
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Plugin-Id", "counted");
        manifest.getMainAttributes().putValue("Plugin-Version", version(number));
        var unfinished = plugins.resolve("counted.jar.new");
        var file = CountedConnectorFactory.class.getName().replace('.', '/') + ".class";
        try (var jar = new JarOutputStream(Files.newOutputStream(unfinished), manifest);
                var bytes = CountedConnectorFactory.class.getClassLoader().getResourceAsStream(file)) {
            jar.putNextEntry(new ZipEntry("META-INF/extensions.idx"));
            jar.write(CountedConnectorFactory.class.getName().getBytes(StandardCharsets.UTF_8));
            jar.putNextEntry(new ZipEntry(file));
            bytes.transferTo(jar);
        }
        Files.move(unfinished, plugins.resolve("counted.jar"), StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    private static void await(String what, BooleanSupplier condition) {
        long until = System.nanoTime() + PATIENCE;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > until) {
                throw new IllegalStateException("not so after a minute: " + what);
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static void sleepUntil(long due) {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
