package io.hmsbridge.benchmarks.faults;

import io.hmsbridge.benchmarks.faults.plugin.FaultyConnectorFactory;
import io.hmsbridge.testkit.Wire.Manner;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Half of the load of other rows for a long time, with a fault in each minute. What the server and its ledger take up must be flat. */
record Soak() implements Fault {

    private static final int HALF_LOAD = 300;
    private static final int FAULT_SECONDS = 3;
    private static final List<Manner> MANNERS =
            List.of(Manner.values()).stream().filter(manner -> manner != Manner.PASS).toList();

    @Override
    public Plan plan() {
        return Plan.simple().perSecond(HALF_LOAD).connector(FaultyConnectorFactory.NAME).wiredTargets();
    }

    @Override
    public Finding happen(Scene scene, String name, int minutes) throws Exception {
        var seen = new ArrayList<Vitals>();
        long start = System.nanoTime();
        for (int minute = 0; minute < minutes; minute++) {
            disturb(scene, minute);
            scene.awaitDelivery();
            TimeUnit.NANOSECONDS.sleep(start + TimeUnit.MINUTES.toNanos(minute + 1L) - System.nanoTime());
            seen.add(Vitals.of(scene));
        }
        var finding = scene.judge(name, "%d minutes at half load, with a fault in each".formatted(minutes));
        for (var figure : Vitals.Figure.values()) {
            var course = Vitals.Course.of(seen.stream().map(vitals -> vitals.of(figure)).toList());
            finding = finding.note("%s %s", figure.text(), course)
                    .require(course.isFlat(figure), "%s grew: %s", figure.text(), course);
        }
        return finding;
    }

    private static void disturb(Scene scene, int minute) throws Exception {
        switch (minute % 4) {
            case 0 -> {
                scene.targetWire().behave(MANNERS.get(minute / 4 % MANNERS.size()));
                TimeUnit.SECONDS.sleep(FAULT_SECONDS);
                scene.targetWire().behave(Manner.PASS);
            }
            case 1 -> {
                Files.writeString(scene.sheet(), scene.sheetText().substring(0, scene.sheetText().length() / 2));
                scene.awaitAccepted(1);
                Files.writeString(scene.sheet(), scene.sheetText() + "# minute " + minute + "\n");
            }
            case 2 -> {
                var version = String.format(Locale.ROOT, "1.1.%d", minute);
                PluginJar.faulty(scene.plugins(), version);
                Wait.until(Scene.LONG, "version " + version + " delivers",
                        () -> scene.service().version().equals(version));
            }
            default -> DatabaseFaults.stop(scene);
        }
    }
}
