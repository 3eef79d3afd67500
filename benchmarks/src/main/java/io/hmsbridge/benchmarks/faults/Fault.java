package io.hmsbridge.benchmarks.faults;

/** Something that happens to a {@link Scene} under load, and what has to be true then. */
interface Fault {

    /** What it needs. */
    default Plan plan() {
        return Plan.simple();
    }

    /** Does it so often to a scene that runs, lets all come to its end, and judges. */
    Finding happen(Scene scene, String name, int times) throws Exception;
}
