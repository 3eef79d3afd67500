package io.hmsbridge.benchmarks;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The CPU time that the processes of a run have used so far, in microseconds.
 *
 * @param jvm this process, its collector and compiler threads included
 * @param postgres the server, all its processes, and those that have ended
 * @param sink the HTTP sink, master and worker
 */
record Cpu(long jvm, long postgres, long sink) implements Serializable {

    /** What Linux counts user and system time in, for everyone who reads /proc. */
    private static final long MICROS_PER_TICK = 10_000;

    // Counted from the closing parenthesis of the name, which may hold blanks.
    private static final int USER = 11;
    private static final int SYSTEM = 12;
    private static final int USER_OF_ENDED = 13;
    private static final int SYSTEM_OF_ENDED = 14;

    /** Now. */
    static Cpu of(long postgres, long sink) {
        return new Cpu(own(ProcessHandle.current().pid(), false), family(postgres), family(sink));
    }

    Cpu since(Cpu earlier) {
        return new Cpu(jvm - earlier.jvm, postgres - earlier.postgres, sink - earlier.sink);
    }

    long total() {
        return jvm + postgres + sink;
    }

    private static long family(long pid) {
        return own(pid, true)
                + ProcessHandle.of(pid).stream().flatMap(ProcessHandle::children).mapToLong(c -> own(c.pid(), false))
                        .sum();
    }

    private static long own(long pid, boolean withEnded) {
        String stat;
        try {
            stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        } catch (IOException e) {
            return 0; // it has ended: its parent counts it
        }
        var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        long ticks = Long.parseLong(fields[USER]) + Long.parseLong(fields[SYSTEM]);
        if (withEnded) {
            ticks += Long.parseLong(fields[USER_OF_ENDED]) + Long.parseLong(fields[SYSTEM_OF_ENDED]);
        }
        return ticks * MICROS_PER_TICK;
    }
}
