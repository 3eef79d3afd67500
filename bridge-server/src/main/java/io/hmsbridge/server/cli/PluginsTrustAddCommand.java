package io.hmsbridge.server.cli;

import io.hmsbridge.core.plugin.PluginFile;
import io.hmsbridge.core.plugin.PluginTrust;
import io.hmsbridge.server.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "add", description = {"Trust plugin files as they are now, by their SHA-256; or all that is signed by",
    "those whose certificates a PEM file holds. A server that runs loads them within seconds."})
final class PluginsTrustAddCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", arity = "1..*",
            description = "A jar, a zip, certificates (.pem), or a public key (.pub).")
    private List<Path> files;

    @Mixin
    private ConfigOptions options;

    @Mixin
    private Output output;

    @Override
    public Integer call() throws ConfigException, IOException {
        var folder = options.reader().read(options.file()).config().plugins().trusted();
        files.stream().filter(file -> !Files.isRegularFile(file)).findFirst().ifPresent(missing -> {
            throw CommandFailure.invalid("there is no file " + missing);
        });
        for (var file : files) {
            check(file);
        }
        for (var file : files) {
            var added = PluginFile.trust(file, folder);
            output.print(Map.of("file", file.toString(), "trusted", added.toString()),
                    () -> "Trusts " + file + " (" + added + ").");
        }
        return ExitCode.OK;
    }

    /** Trust in what can never be loaded is a mistake. */
    private static void check(Path file) throws IOException {
        var name = file.getFileName().toString();
        if (!name.endsWith(".pem") && !name.endsWith(".pub")) {
            PluginFile.of(file, PluginTrust.ANY).problem().ifPresent(problem -> {
                throw CommandFailure.invalid(file + " is no plugin, certificate (.pem) or key (.pub): " + problem);
            });
        }
    }
}
