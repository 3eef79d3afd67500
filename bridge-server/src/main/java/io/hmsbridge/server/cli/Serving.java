package io.hmsbridge.server.cli;

import io.hmsbridge.core.BridgeBuilder;
import io.hmsbridge.server.BridgeServer;
import io.hmsbridge.server.LiveConfig;
import io.hmsbridge.server.config.AccessToken;
import io.hmsbridge.server.config.BridgeConfig;
import io.hmsbridge.server.config.BridgeConfig.Log.Format;
import io.hmsbridge.server.config.ConfigException;
import io.hmsbridge.server.config.ConfigReader;
import io.hmsbridge.server.config.ConfigWatch;
import io.hmsbridge.server.log.Logging;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.slf4j.LoggerFactory;

/** A server that runs until this process is told to stop. */
final class Serving {

    private Serving() {}

    /** @param more what is said to the bridge besides the configuration */
    static int run(ConfigReader reader, ConfigOptions options, Output output, UnaryOperator<BridgeBuilder> more)
            throws ConfigException, InterruptedException {
        var loaded = reader.read(options.file());
        var config = loaded.config();
        Logging.configure(config.log().level(), asJson(config.log()));
        Logging.tellOfExit(true); // nothing but a plugin does that while a server starts and runs
        LiveConfig.warn(loaded.warnings());
        var server = BridgeServer.start(config, more);
        LoggerFactory.getLogger(Serving.class).info("Started with {}", options.whichFile());
        var live = new LiveConfig(server.bridge(), config);
        live.check(loaded);
        var watch = ConfigWatch.start(reader, options.file(), loaded, live);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(() -> {
            watch.close();
            server.close();
            Runtime.getRuntime().halt(ExitCode.OK); // a signal would else be the exit status
        }));
        output.print(ready(server), () -> readyForPeople(server));
        new CountDownLatch(1).await();
        return ExitCode.OK;
    }

    private static boolean asJson(BridgeConfig.Log log) {
        return log.format() == Format.JSON || log.format() == Format.AUTO && !Terminal.isInteractive();
    }

    private static Map<String, Object> ready(BridgeServer server) {
        var ready = new LinkedHashMap<String, Object>();
        ready.put("ready", true);
        ready.put("url", server.uri().toString());
        ready.put("port", (long) server.port());
        ready.put("pid", ProcessHandle.current().pid());
        if (server.config().token().isEmpty()) {
            ready.put("tokenFile", AccessToken.file(server.config().data()).toString());
        }
        return ready;
    }

    private static String readyForPeople(BridgeServer server) {
        var token = server.config().token().isPresent() ? "as configured"
                : "in " + shortest(AccessToken.file(server.config().data()));
        return "HMS Bridge ready on " + server.uri() + " (token " + token + ")";
    }

    private static Path shortest(Path path) {
        var here = Path.of("").toAbsolutePath();
        return path.isAbsolute() && here.getNameCount() > 0 && path.startsWith(here) ? here.relativize(path) : path;
    }
}
