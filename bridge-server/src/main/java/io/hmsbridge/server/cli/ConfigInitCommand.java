package io.hmsbridge.server.cli;

import io.hmsbridge.server.config.ConfigText;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "init", description = "Write a configuration with every key, its meaning and its default.")
final class ConfigInitCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", defaultValue = "bridge.yaml",
            description = "Where to; never over a file that is there (default: ${DEFAULT-VALUE}).")
    private Path file;

    @Mixin
    private Output output;

    @Override
    public Integer call() throws IOException {
        try {
            Files.writeString(file, ConfigText.init(), StandardOpenOption.CREATE_NEW);
        } catch (FileAlreadyExistsException e) {
            throw CommandFailure.invalid(e.getFile() + " is there already; name another file, or move it away");
        }
        output.print(Map.of("file", file.toString()), () -> "Wrote " + file + ".");
        return ExitCode.OK;
    }
}
