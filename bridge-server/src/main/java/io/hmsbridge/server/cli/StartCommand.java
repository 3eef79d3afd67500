package io.hmsbridge.server.cli;

import io.hmsbridge.server.config.ConfigException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "start", description = "Start the server, and run it until it is told to stop (Ctrl-C or SIGTERM).")
final class StartCommand implements Callable<Integer> {

    @Mixin
    private ConfigOptions options;

    @Mixin
    private Output output;

    @Override
    public Integer call() throws ConfigException, InterruptedException {
        return Serving.run(options.reader(), options, output, bridge -> bridge);
    }
}
