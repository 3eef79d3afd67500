package io.hmsbridge.server.demo;

import io.hmsbridge.server.config.ConfigException;
import io.hmsbridge.server.log.Logging;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.event.Level;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bridge demo}. Ends with 0 if all was as told, 1 if anything was not, 2 and 3 if it cannot begin. */
@Command(name = "demo",
        description = "Show one policy change reach payroll, for real, with figures measured as it runs.")
public final class DemoCommand implements Callable<Integer> {

    @Option(names = "--data", paramLabel = "FOLDER",
            description = "Keep everything in this folder, a new one or an earlier demo's (default: a temporary one).")
    private Path data;

    @Option(names = "--emits", paramLabel = "N", defaultValue = "200",
            description = "Measure so many emits (default: ${DEFAULT-VALUE}).")
    private int emits;

    @Option(names = "--keep", description = "Leave it running at the end, and say what to try next.")
    private boolean keep;

    @Option(names = "--json", description = "One JSON object a line.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    /** Tells the story. */
    @Override
    public Integer call() throws IOException, InterruptedException {
        if (emits < 1) {
            throw new ParameterException(spec.commandLine(), "--emits must be 1 or more");
        }
        if (data != null && !DemoFolder.claim(data)) {
            var err = spec.commandLine().getErr();
            err.println("bridge: " + data + " holds files that no demo made, and a demo could overwrite them;"
                    + " give a new or an empty folder");
            return ExitCode.USAGE;
        }
        Logging.configure(Level.ERROR, false);
        var out = spec.commandLine().getOut();
        var narrator =
                json ? new JsonNarrator(out) : new PlainNarrator(out, spec.commandLine().getColorScheme().ansi());
        var stage = new Stage();
        var ended = Thread.ofPlatform().unstarted(stage::close);
        Runtime.getRuntime().addShutdownHook(ended);
        try (stage) {
            return play(stage, narrator);
        }
    }

    private int play(Stage stage, Narrator narrator) throws InterruptedException {
        try {
            tell(stage, narrator);
        } catch (NotAsToldException | IOException | ConfigException e) {
            if (!stage.isClosed()) { // else it is Ctrl-C that broke it off
                narrator.end(false, "Not as told: " + e.getMessage(), Map.of());
            }
            return 1;
        }
        if (keep) {
            TryNext.say(stage, narrator);
            new CountDownLatch(1).await();
        }
        return 0;
    }

    private void tell(Stage stage, Narrator narrator) throws IOException, ConfigException, InterruptedException {
        long start = System.nanoTime();
        var facts = new Story(stage, narrator).tell(Optional.ofNullable(data), emits);
        var took = Duration.ofNanos(System.nanoTime() - start);
        facts.put("ms", took.toMillis());
        narrator.end(true, "All as told, in " + took.toSeconds() + " s: nothing was lost.", facts);
    }
}
