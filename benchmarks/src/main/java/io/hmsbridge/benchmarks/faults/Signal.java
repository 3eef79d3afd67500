package io.hmsbridge.benchmarks.faults;

import java.io.IOException;

/** Signals to processes that we started. */
final class Signal {

    private Signal() {}

    static void send(String name, long pid) throws IOException, InterruptedException {
        if (new ProcessBuilder("kill", "-" + name, Long.toString(pid)).inheritIO().start().waitFor() != 0) {
            throw new IOException("no signal reached process " + pid);
        }
    }
}
