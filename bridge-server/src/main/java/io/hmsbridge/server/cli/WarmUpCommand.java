package io.hmsbridge.server.cli;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bridge warm-up}: has Java make what it calls an AOT cache, of the classes and profiles that a demo needs. */
@Command(name = "warm-up", description = {"Make later starts of the server two to three times as quick.",
    "Java watches a demo run, and keeps what it learns until Java or a jar of the bridge is another one."})
final class WarmUpCommand implements Callable<Integer> {

    @Option(names = "--emits", paramLabel = "N", defaultValue = "500",
            description = "Have the demo emit so many events (default: ${DEFAULT-VALUE}).")
    private int emits;

    @Mixin
    private Output output;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (emits < 1) {
            throw CommandFailure.invalid("--emits must be 1 or more");
        }
        var cache = cache();
        // A demo that is ended keeps nothing, and what is there already stays in use until there is better.
        var fresh = cache.resolveSibling(cache.getFileName() + ".new");
        try {
            run(fresh);
            Files.move(fresh, cache, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
        long size = Files.size(cache);
        output.print(Map.of("file", cache.toString(), "bytes", size),
                () -> "kept in %s (%d MB); the next start uses it".formatted(cache, size / 1_000_000));
        return ExitCode.OK;
    }

    /** Where the script looks for it. */
    private static Path cache() {
        var cache = System.getProperty("bridge.cache", "");
        if (cache.isEmpty()) {
            throw new CommandFailure(ExitCode.ENVIRONMENT, "there is no folder to keep it in: neither lib nor the"
                    + " user's cache can be written to, or bridge was not run by its script");
        }
        return Path.of(cache);
    }

    private void run(Path fresh) throws IOException, InterruptedException {
        var demo = OwnJava.bridge(options(fresh), List.of("demo", "--emits", String.valueOf(emits)))
                .redirectOutput(Redirect.DISCARD).start();
        var ended = Thread.ofPlatform().name("stop").unstarted(demo::destroy);
        Runtime.getRuntime().addShutdownHook(ended);
        int status = demo.waitFor();
        Runtime.getRuntime().removeShutdownHook(ended);
        if (status != 0 || !Files.exists(fresh)) {
            throw new CommandFailure(ExitCode.FAILED, status == 0
                    ? "Java kept nothing of the demo; it must be one that the script runs the server with"
                    : "the demo ended with " + status + "; run `bridge demo` to see why");
        }
    }

    private static List<String> options(Path fresh) {
        var options = new ArrayList<>(List.of("--add-opens", "java.base/java.lang=ALL-UNNAMED",
                "-XX:AOTCacheOutput=" + fresh, "-Xlog:disable"));
        var given = System.getenv().getOrDefault("JAVA_OPTS", "").strip();
        if (!given.isEmpty()) {
            options.addAll(List.of(given.split("\\s+")));
        }
        for (var property : List.of("bridge.home", "bridge.plugins")) {
            if (System.getProperty(property) != null) {
                options.add("-D" + property + "=" + System.getProperty(property));
            }
        }
        return options;
    }
}
