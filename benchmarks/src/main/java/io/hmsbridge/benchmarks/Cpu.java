package io.hmsbridge.benchmarks;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;

/**
 * The CPU time that the processes of a run have used so far, in microseconds.
 *
 * @param jvm this process, its collector and compiler threads included
 * @param postgres the server, all its processes, and those that have ended
 * @param sink the HTTP sink, master and worker
 * @param machine everything that runs on this machine, and what its host took from it
 */
record Cpu(long jvm, long postgres, long sink, long machine) implements Serializable {

    /** What Linux counts user and system time in, for everyone who reads /proc. */
    private static final long MICROS_PER_TICK = 10_000;

    // Counted from the closing parenthesis of the name, which may hold blanks.
    private static final int USER = 11;
    private static final int SYSTEM = 12;
    private static final int USER_OF_ENDED = 13;
    private static final int SYSTEM_OF_ENDED = 14;

    /** Of the first line of /proc/stat: user, nice, system, irq, softirq, steal. */
    private static final int[] BUSY = {1, 2, 3, 6, 7, 8};

    /** Now. */
    static Cpu of(long postgres, long sink) {
        return new Cpu(own(ProcessHandle.current().pid(), false), family(postgres), family(sink), busy());
    }

    Cpu since(Cpu earlier) {
        return new Cpu(jvm - earlier.jvm, postgres - earlier.postgres, sink - earlier.sink,
                machine - earlier.machine);
    }

    Cpu plus(Cpu other) {
        return new Cpu(jvm + other.jvm, postgres + other.postgres, sink + other.sink, machine + other.machine);
    }

    long total() {
        return jvm + postgres + sink;
    }

    /** The share of the processors that went to others in that time, in percent. */
    double othersPercent(double seconds) {
        double all = seconds * 1e6 * Runtime.getRuntime().availableProcessors();
        return 100 * Math.max(0, machine - total()) / all;
    }

    private static long busy() {
        try (var lines = Files.lines(Path.of("/proc/stat"))) {
            var fields = lines.findFirst().orElseThrow().split(" +");
            return IntStream.of(BUSY).mapToLong(field -> Long.parseLong(fields[field])).sum() * MICROS_PER_TICK;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
