package io.hmsbridge.server.demo;

import io.hmsbridge.server.BridgeServer;
import io.hmsbridge.server.config.ConfigException;
import io.hmsbridge.server.config.ConfigFile;
import io.hmsbridge.server.config.ConfigReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the story is played on: a payroll service and the other systems, a folder, a server and its client. Closed once, by the story's end
 * or by Ctrl-C, it leaves nothing behind but a folder that was asked for.
 */
final class Stage implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Stage.class);

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private DemoService payroll;
    private DemoFolder folder;
    private final Map<Further, Further.Running> others = new LinkedHashMap<>();
    private BridgeServer server;
    private DemoClient client;
    private boolean closed;

    /** Sets everything up. */
    synchronized void open(Optional<Path> wanted, BiConsumer<String, Reception> listener)
            throws IOException, ConfigException {
        payroll = add(DemoService.start(DemoService.Way.patch("/v2/rates"), call -> listener.accept("payroll", call)));
        var shipped = Installation.ofThisProcess();
        folder = add(DemoFolder.prepare(wanted, shipped, payroll.uri()));
        for (var further : Further.ALL) {
            var running = add(further.starting().start(folder.root(), shipped,
                    call -> listener.accept(further.target(), call)));
            folder.add(further, running, shipped);
            others.put(further, running);
        }
        server = add(BridgeServer.start(new ConfigReader(Map.of()).read(ConfigFile.named(folder.config())).config()));
        client = add(new DemoClient(server.uri(), server.token().reveal()));
    }

    DemoService payroll() {
        return payroll;
    }

    DemoFolder folder() {
        return folder;
    }

    /** The systems besides payroll. */
    Map<Further, Further.Running> others() {
        return others;
    }

    BridgeServer server() {
        return server;
    }

    DemoClient client() {
        return client;
    }

    synchronized boolean isClosed() {
        return closed;
    }

    /** In the opposite order; one that fails to close does not keep the others. */
    @Override
    public synchronized void close() {
        closed = true;
        while (!parts.isEmpty()) {
            var part = parts.pop();
            try {
                part.close();
            } catch (Exception e) {
                LOG.error("{} did not close as it should", part.getClass().getSimpleName(), e);
            }
        }
    }

    private <T extends AutoCloseable> T add(T part) {
        parts.push(part);
        return part;
    }
}
