package io.hmsbridge.server.cli;

import io.hmsbridge.core.plugin.PluginFile;
import io.hmsbridge.server.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "verify",
        description = "Look at plugin files without loading them: whole, trusted, and by whom signed.")
final class PluginsVerifyCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "A plugin jar or zip.")
    private List<Path> files;

    @Mixin
    private ConfigOptions options;

    @Mixin
    private Output output;

    @Override
    public Integer call() throws ConfigException, IOException {
        var trust = options.reader().read(options.file()).config().plugins().trust();
        boolean good = true;
        for (var file : files) {
            if (!Files.isRegularFile(file)) {
                throw CommandFailure.invalid("there is no file " + file);
            }
            var seen = PluginFile.of(file, trust);
            good &= seen.problem().isEmpty();
            output.print(fields(file, seen), () -> line(file, seen));
        }
        return good ? ExitCode.OK : ExitCode.FAILED;
    }

    private static Map<String, Object> fields(Path file, PluginFile seen) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("file", file.toString());
        fields.put("good", seen.problem().isEmpty());
        fields.put("id", seen.id());
        fields.put("version", seen.version());
        fields.put("requires", seen.requires());
        fields.put("sha256", seen.sha256());
        fields.put("signer", seen.signer());
        fields.put("problem", seen.problem().orElse(""));
        return fields;
    }

    private static String line(Path file, PluginFile seen) {
        var signer = seen.signer().isEmpty() ? "" : ", signed by " + seen.signer();
        return seen.problem().map(problem -> file + ": refused: " + problem)
                .orElse(file + ": " + seen.id() + " " + seen.version() + ", SHA-256 " + seen.sha256() + signer);
    }
}
