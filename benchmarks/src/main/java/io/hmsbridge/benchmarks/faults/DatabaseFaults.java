package io.hmsbridge.benchmarks.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** What happens to PostgreSQL. */
final class DatabaseFaults {

    private static final int MOST_SECONDS = 10;

    private DatabaseFaults() {}

    /** It is stopped at once, as by {@code pg_ctl stop -m immediate}, and started again. */
    record Stop(int events) implements Fault {

        @Override
        public Finding happen(Scene scene, String name, int times) throws Exception {
            long slowest = 0;
            for (int i = 0; i < times; i++) {
                scene.awaitAccepted(events);
                stop(scene);
                slowest = Math.max(slowest, scene.awaitDelivery());
            }
            return scene.judge(name, "PostgreSQL stopped at once, %d times".formatted(times))
                    .note("delivering %.1f s after it is up, at most", slowest / 1000.0)
                    .require(slowest <= TimeUnit.SECONDS.toMillis(MOST_SECONDS),
                            "delivering again took %d ms, more than %d s", slowest, MOST_SECONDS);
        }
    }

    /** Stops it at once, and waits until it is up again, which it is made to be. */
    static void stop(Scene scene) throws Exception {
        long pid = scene.postgresPid();
        Signal.send("QUIT", pid);
        Wait.until(Scene.LONG, "PostgreSQL is up again",
                () -> scene.postgresPid() != pid && scene.ledger().answers());
        scene.countUncommitted();
    }

    /** A connection is cut when a commit is done and its answer is on its way. */
    record Cut() implements Fault {

        @Override
        public Plan plan() {
            return Plan.simple().wiredDatabase();
        }

        @Override
        public Finding happen(Scene scene, String name, int times) throws Exception {
            var wire = scene.databaseWire();
            for (int i = 1; i <= times; i++) {
                int enough = i;
                wire.cutNextCommit();
                Wait.until(Scene.LONG, "a commit is cut", () -> wire.cuts() >= enough);
                scene.awaitAccepted(1);
            }
            return scene.judge(name, "connection cut between a commit and its answer, %d times".formatted(times));
        }
    }

    /** Its disk is full for a while: its folder must be on a disk of its own. */
    record DiskFull() implements Fault {

        private static final int BLOCK = 1 << 20;
        private static final int REFUSALS = 20;

        @Override
        public Finding happen(Scene scene, String name, int times) throws Exception {
            var disk = scene.disk();
            var ballast = disk.resolve("ballast");
            for (int i = 0; i < times; i++) {
                scene.awaitAccepted(200);
                fill(disk, ballast);
                long enough = scene.clients().refused() + scene.clients().unknown() + REFUSALS;
                Wait.until(Scene.LONG, "events are refused", () -> {
                    fill(disk, ballast);
                    return scene.clients().refused() + scene.clients().unknown() >= enough;
                });
                Files.delete(ballast);
                Wait.until(Scene.LONG, "PostgreSQL answers", scene.ledger()::answers);
                scene.countUncommitted();
                scene.awaitDelivery();
            }
            return scene.judge(name, "PostgreSQL's disk full, %s".formatted(times == 1 ? "once" : times + " times"));
        }

        /** Takes what is left. */
        private static void fill(Path disk, Path ballast) throws IOException {
            int block = ThreadLocalRandom.current().nextBoolean() ? BLOCK : BLOCK / 256;
            try (var out = Files.newOutputStream(ballast, StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND)) {
                while (Files.getFileStore(disk).getUsableSpace() > 0) {
                    out.write(new byte[block]);
                }
            } catch (IOException e) {
                if (!String.valueOf(e.getMessage()).contains("space")) {
                    throw e;
                }
            }
        }
    }
}
