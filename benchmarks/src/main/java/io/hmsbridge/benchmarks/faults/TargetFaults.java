package io.hmsbridge.benchmarks.faults;

import io.hmsbridge.benchmarks.faults.plugin.FaultyConnectorFactory;
import io.hmsbridge.testkit.Wire.Manner;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** What happens on the way to targets, in their connectors, and to what people change. */
final class TargetFaults {

    private TargetFaults() {}

    /**
     * One fault of the network between server and target, for a while.
     *
     * @param seconds how long each time
     */
    record Network(Manner manner, int seconds) implements Fault {

        @Override
        public Plan plan() {
            return Plan.simple().perSecond(200).wiredTargets();
        }

        @Override
        public Finding happen(Scene scene, String name, int times) throws Exception {
            long slowest = 0;
            for (int i = 0; i < times; i++) {
                scene.awaitAccepted(100);
                scene.targetWire().behave(manner);
                TimeUnit.SECONDS.sleep(seconds);
                scene.awaitAccepted(1); // a target in trouble is no reason to refuse
                scene.targetWire().behave(Manner.PASS);
                slowest = Math.max(slowest, scene.awaitDelivery());
            }
            return scene.judge(name, "network to the target: %s, %s of %d s".formatted(
                    manner.name().toLowerCase(Locale.ROOT).replace('_', ' '), times == 1 ? "once" : times + " times",
                    seconds)).note("delivering %.1f s after it has passed", slowest / 1000.0);
        }
    }

    /**
     * Connectors that hang, throw, fail with errors and leak, in each of their calls, all at once.
     *
     * @param seconds how long
     */
    record BadConnectors(int seconds) implements Fault {

        private static final List<String> MANNERS = List.of("hang-send", "throw-send", "error-send", "leak-send",
                "hang-create", "throw-create", "error-create", "hang-probe", "throw-probe", "error-probe",
                "hang-close", "throw-close", "error-close");
        private static final double SHARE = 0.95;
        private static final int API_MS = 1_000;

        @Override
        public Plan plan() {
            return Plan.simple().perSecond(40).badTargets(MANNERS);
        }

        @Override
        public Finding happen(Scene scene, String name, int times) throws Exception {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos((long) seconds * times);
            long api = 0;
            while (System.nanoTime() < end) {
                long before = System.nanoTime();
                scene.server().get("/v1/targets");
                api = Math.max(api, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - before));
                TimeUnit.MILLISECONDS.sleep(50);
            }
            double share = (double) scene.service().received(Scene.SINK) / scene.clients().accepted();
            long emit = scene.clients().slowestMillis();
            Files.createFile(scene.healed());
            PluginJar.faulty(scene.plugins(), "1.0.1"); // so that what could not be made is made anew
            return scene.judge(name, "%d connectors that hang, throw, fail or leak, for %d s".formatted(MANNERS.size(),
                    seconds * times))
                    .note("the good target had %.1f %% of its packets meanwhile", 100 * share)
                    .note("the API answered within %d ms, emits within %d ms", api, emit)
                    .require(share >= SHARE, "the good target had only %.1f %%", 100 * share)
                    .require(api <= API_MS && emit <= API_MS, "the API took %d ms", Math.max(api, emit));
        }
    }

    /** One event of a hundred is refused by its target for ever. */
    record Poison(int events) implements Fault {

        private static final int ONE_IN = 100;

        @Override
        public Plan plan() {
            return Plan.simple().poison(ONE_IN);
        }

        @Override
        public Finding happen(Scene scene, String name, int times) throws Exception {
            for (int i = 0; i < times; i++) {
                scene.awaitAccepted(events);
            }
            var finding = scene.judge(name, "one event in %d is refused by its target".formatted(ONE_IN));
            long dead = scene.ledger().dead();
            return finding.note("%d packets are dead", dead).require(dead == scene.service().refused(),
                    "%d packets were refused, and %d are dead", scene.service().refused(), dead);
        }
    }

    /** The mapping sheet is saved over and over, in place and by a rename, half of the times with a mistake. */
    record Reload() implements Fault {

        @Override
        public Finding happen(Scene scene, String name, int times) throws Exception {
            var text = scene.sheetText();
            for (int i = 0; i < times; i++) {
                var version = i % 2 == 0 ? text + "# version " + i + "\n" : text.substring(0, text.length() - i % 40);
                if (i % 4 < 2) {
                    Files.writeString(scene.sheet(), version);
                } else {
                    var unfinished = scene.sheet().resolveSibling("faults.yaml.new");
                    Files.writeString(unfinished, version);
                    Files.move(unfinished, scene.sheet(), StandardCopyOption.REPLACE_EXISTING);
                }
                scene.awaitAccepted(5);
            }
            Files.writeString(scene.sheet(), text);
            return scene.judge(name, "sheet saved %d times, half of them broken".formatted(times));
        }
    }

    /** The plugin that delivers is replaced by another version of it. */
    record Swap() implements Fault {

        @Override
        public Plan plan() {
            return Plan.simple().connector(FaultyConnectorFactory.NAME);
        }

        @Override
        public Finding happen(Scene scene, String name, int times) throws Exception {
            for (int i = 1; i <= times; i++) {
                var version = "1.0." + i;
                scene.awaitAccepted(20);
                PluginJar.faulty(scene.plugins(), version);
                Wait.until(Scene.LONG, "version " + version + " delivers",
                        () -> scene.service().version().equals(version));
            }
            return scene.judge(name, "plugin replaced %d times".formatted(times));
        }
    }
}
