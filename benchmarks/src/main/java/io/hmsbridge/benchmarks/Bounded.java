package io.hmsbridge.benchmarks;

import io.hmsbridge.benchmarks.Setup.Manner;
import io.hmsbridge.benchmarks.Stage.Side;
import io.hmsbridge.benchmarks.Step.Flood;
import io.hmsbridge.benchmarks.Step.Flooded;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * One target within windows and limits, its own and shared ones, that let everything pass; against one that has none. They take turns,
 * each as often before the other as after it.
 */
final class Bounded implements Row {

    private static final int ROUNDS = 4;

    @Override
    public String name() {
        return "bounded";
    }

    @Override
    public void run(Rig rig, Options options, Figures figures) throws IOException {
        var free = new ArrayList<Flooded>();
        var bounded = new ArrayList<Flooded>();
        var flood = new Flood(options.events() / 2, options.batch());
        try (var run = rig.open(Side.OURS, List.of(Manner.POSTS, Manner.BOUNDED_APART))) {
            for (int round = 0; round < options.sized(ROUNDS, 1); round++) {
                if (round % 2 == 0) {
                    free.add(run.ask(flood));
                    bounded.add(run.ask(new Apart<>(flood)));
                } else {
                    bounded.add(run.ask(new Apart<>(flood)));
                    free.add(run.ask(flood));
                }
            }
        }
        var all = Flooded.together(bounded);
        var allFree = Flooded.together(free);
        figures.add("bounded.ratio", all.eventsPerSecond() / allFree.eventsPerSecond());
        figures.add("bounded.cpu_ratio", all.cpuPerEvent() / allFree.cpuPerEvent());
        figures.add("bounded.events_per_s", all.eventsPerSecond());
        figures.add("bounded.free_events_per_s", allFree.eventsPerSecond());
    }
}
