package io.hmsbridge.benchmarks.faults;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** What happens to servers. */
final class ServerFaults {

    private static final int SOON_MS = 300;

    private ServerFaults() {}

    /**
     * The only server is killed and started again.
     *
     * @param events how many are accepted between two kills
     */
    record Kill(int events) implements Fault {

        @Override
        public Finding happen(Scene scene, String name, int times) throws Exception {
            for (int i = 0; i < times; i++) {
                scene.awaitAccepted(events);
                soon();
                scene.server().kill();
                scene.service().settle();
                Wait.until(Scene.LONG, "no commit is on its way", scene.ledger()::isAlone);
                scene.countUncommitted();
                scene.server().start();
            }
            return scene.judge(name, "`kill -9` of the server, %d times".formatted(times));
        }
    }

    /** One of two servers is killed, and the other goes on. */
    record KillNode(int events) implements Fault {

        @Override
        public Plan plan() {
            return Plan.simple().nodes(2).perSecond(300);
        }

        @Override
        public Finding happen(Scene scene, String name, int times) throws Exception {
            long slowest = 0;
            int owners = 0;
            for (int i = 0; i < times; i++) {
                scene.awaitAccepted(events);
                soon();
                var server = scene.servers().get(ThreadLocalRandom.current().nextInt(2));
                boolean owner = server.runsTheLane();
                server.kill();
                if (owner) { // the other one delivers nothing yet
                    scene.service().settle();
                    scene.countUncommitted();
                }
                slowest = Math.max(slowest, scene.awaitDelivery());
                owners += owner ? 1 : 0;
                server.start();
            }
            return scene.judge(name, "`kill -9` of one of two servers, %d times".formatted(times))
                    .note("%d of them ran the lane", owners)
                    .note("delivering again after %.1f s at most", slowest / 1000.0);
        }
    }

    /**
     * The one of two servers that runs the lane is suspended, and goes on later.
     *
     * @param seconds for how long
     */
    record Suspend(int seconds) implements Fault {

        @Override
        public Plan plan() {
            return Plan.simple().nodes(2).perSecond(200);
        }

        @Override
        public Finding happen(Scene scene, String name, int times) throws Exception {
            long slowest = 0;
            for (int i = 0; i < times; i++) {
                scene.awaitAccepted(200);
                var owner = scene.servers().getFirst().runsTheLane() ? scene.servers().getFirst()
                        : scene.servers().getLast();
                owner.suspend();
                long now = System.nanoTime();
                scene.service().settle();
                scene.countUncommitted();
                slowest = Math.max(slowest, scene.awaitDelivery());
                long left = TimeUnit.SECONDS.toNanos(seconds) - (System.nanoTime() - now);
                TimeUnit.NANOSECONDS.sleep(left);
                owner.resume();
                scene.awaitDelivery();
            }
            return scene.judge(name, "`SIGSTOP` of the server that runs the lane, for %d s, %s".formatted(seconds,
                    times == 1 ? "once" : times + " times"))
                    .note("the other delivers after %.1f s at most", slowest / 1000.0);
        }
    }

    /**
     * A clock is set an hour ahead, right again, an hour back, and right again.
     *
     * @param whose the one
     * @param owner the same for people
     */
    record SetClock(Plan.Clock whose, String owner) implements Fault {

        /** Events accepted meanwhile: what comes of it has come then. */
        private static final int LONG_ENOUGH = 1_000;
        private static final List<Duration> AHEAD =
                List.of(Duration.ofHours(1), Duration.ZERO, Duration.ofHours(-1), Duration.ZERO);

        @Override
        public Plan plan() {
            return Plan.simple().nodes(2).perSecond(200).settable(whose);
        }

        @Override
        public Finding happen(Scene scene, String name, int times) throws Exception {
            long slowest = 0;
            long before = scene.ledger().takings();
            scene.awaitAccepted(200);
            for (int i = 0; i < times; i++) {
                scene.clock().set(AHEAD.get(i % AHEAD.size()));
                TimeUnit.MILLISECONDS.sleep(SettableClock.CACHED.toMillis()); // all of them have it
                slowest = Math.max(slowest, scene.awaitDelivery());
                scene.awaitAccepted(LONG_ENOUGH);
            }
            long changes = scene.ledger().takings() - before;
            scene.countTakings(changes);
            return scene.judge(name, "clock of %s set forward or back by an hour, %d times"
                    .formatted(owner, times)).note("the lane changed hands %d times", changes)
                    .note("delivering within %.1f s", slowest / 1000.0);
        }
    }

    private static void soon() throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextInt(SOON_MS));
    }
}
