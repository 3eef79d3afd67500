package io.hmsbridge.benchmarks;

import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs benchmarks with JMH. */
public final class Jmh {

    private Jmh() {}

    /** Runs those of a class, or those that the arguments name; see JMH for the others of these. */
    public static void run(Class<?> benchmarks, String... arguments)
            throws RunnerException, CommandLineOptionException {
        var given = new CommandLineOptions(arguments);
        var options = new OptionsBuilder().parent(given);
        if (given.getIncludes().isEmpty()) {
            options.include(benchmarks.getName());
        }
        new Runner(options.build()).run();
    }
}
