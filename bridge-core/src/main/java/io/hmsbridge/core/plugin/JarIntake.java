package io.hmsbridge.core.plugin;

import io.hmsbridge.core.plugin.JarFolder.Sight;
import java.io.IOException;
import java.time.Duration;

/**
 * Brings a jar from the plugins folder into the work folder once it is whole, and reads what it is. Runs none of its
 * code.
 */
final class JarIntake {

    /** How long a file must have been left alone before it is read. */
    private static final Duration QUIET = Duration.ofMillis(100);

    /** How long a file must have been left alone before it is called broken rather than half copied. */
    private static final Duration BROKEN = Duration.ofSeconds(1);

    /** What came of taking a jar in. */
    sealed interface Taken {}

    /** It is a plugin, ready to start. */
    record Whole(PluginJar jar) implements Taken {}

    /** It may still be written to. */
    record NotYet() implements Taken {}

    /** @param forGood until the file changes; otherwise the trouble lies outside the file and may pass */
    record Broken(String problem, boolean forGood) implements Taken {}

    private final WorkFolder work;

    JarIntake(WorkFolder work) {
        this.work = work;
    }

    Taken take(Sight sight) {
        if (sight.atRest().compareTo(QUIET) < 0) {
            return new NotYet();
        }
        try {
            var jar = PluginJar.open(work.copyOf(sight.file()));
            if (JarFolder.stamp(sight.file()).equals(sight.stamp())) {
                return new Whole(jar);
            }
            jar.release();
            return new NotYet();
        } catch (UntrustedException e) {
            return new Broken(e.getMessage(), false);
        } catch (PluginProblem e) {
            return sight.atRest().compareTo(BROKEN) < 0 ? new NotYet() : new Broken(e.getMessage(), true);
        } catch (IOException e) {
            return new Broken("it cannot be copied into the work folder: " + PluginProblem.wordsOf(e), false);
        }
    }
}
