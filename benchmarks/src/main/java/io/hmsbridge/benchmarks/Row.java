package io.hmsbridge.benchmarks;

import java.io.IOException;

/** A row of the table: a load, and the figures that are taken of it. */
interface Row {

    /** By which it is asked for. */
    String name();

    /** Measures it once. */
    void run(Rig rig, Options options, Figures figures) throws IOException, InterruptedException;
}
