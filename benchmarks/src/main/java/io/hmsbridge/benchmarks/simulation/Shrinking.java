package io.hmsbridge.benchmarks.simulation;

import java.util.ArrayList;

/** Makes a failing plan smaller, as long as it fails. */
final class Shrinking {

    private Shrinking() {}

    /** A plan with as few actions as can be found that is not kept either; the same for the same plan. */
    static Plan of(Plan failing, Planted planted) {
        var plan = failing;
        for (int size = Math.max(1, plan.actions().size() / 2); size >= 1;) {
            var smaller = without(plan, size, planted);
            if (smaller.equals(plan)) {
                size = size == 1 ? 0 : size / 2;
            }
            plan = smaller;
        }
        return plan;
    }

    /** Leaves out as many stretches of so many actions as it can. */
    private static Plan without(Plan plan, int size, Planted planted) {
        var smaller = plan;
        for (int from = smaller.actions().size() - size; from >= 0; from -= size) {
            var actions = new ArrayList<>(smaller.actions());
            actions.subList(from, from + size).clear();
            var candidate = smaller.with(actions);
            if (!Simulation.run(candidate, planted).holds()) {
                smaller = candidate;
            }
        }
        return smaller;
    }
}
