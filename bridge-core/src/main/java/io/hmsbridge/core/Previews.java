package io.hmsbridge.core;

import io.hmsbridge.api.Connector;
import io.hmsbridge.api.ConnectorFactory;
import io.hmsbridge.api.Event;
import io.hmsbridge.api.Packet;
import io.hmsbridge.api.PacketId;
import io.hmsbridge.api.Previewing;
import io.hmsbridge.api.SettingsException;
import io.hmsbridge.core.mapping.SheetBench.Tried;
import io.hmsbridge.core.outbox.TargetSpec;
import io.hmsbridge.core.plugin.Connectors;
import io.hmsbridge.core.plugin.PluginLease;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows the requests that connectors would make. The connector is made for that alone, is handed no way out and no memory, and is
 * closed again: nothing of a running target is touched.
 */
final class Previews {

    private static final Logger LOG = LoggerFactory.getLogger(Previews.class);
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private final Connectors connectors;
    private final Function<String, String> environment;

    /** @param environment looks up environment variables for settings that name one; null for none */
    Previews(Connectors connectors, Function<String, String> environment) {
        this.connectors = connectors;
        this.environment = environment;
    }

    /**
     * The request as text for people, without secrets.
     *
     * @param content as governance let it pass
     * @return empty if the connector is not there or does not say; why not, if it could not
     */
    String of(TargetSpec target, Event event, Tried.Packet packet, Packet.Form form, Object content) {
        var lent = connectors.find(target.connector(), target.pin());
        if (lent.isEmpty()) {
            return "";
        }
        try (var lease = lent.get()) {
            var asked = new FutureTask<>(() -> lease.call(() -> ask(lease, target, event, packet, form, content)));
            var thread = Thread.ofVirtual().name("preview").start(asked);
            try {
                return asked.get(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                thread.interrupt();
                return none(target, "it takes too long");
            } catch (ExecutionException e) {
                return none(target, reason(target, e.getCause()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return none(target, "interrupted");
            }
        }
    }

    private String ask(PluginLease<ConnectorFactory> lease, TargetSpec target, Event event, Tried.Packet packet,
            Packet.Form form, Object content) throws Exception {
        var factory = lease.factory();
        var settings = factory.settings().read(target.settings(), environment);
        var with = factory.use().read(packet.with(), environment);
        try (Connector connector = factory.create(new PreviewContext(target.name(), settings))) {
            if (!(connector instanceof Previewing previewing)) {
                return "";
            }
            var origin = new Packet.Origin(event.source(), event.id(), event.type(), event.subject(), event.time(),
                    Instant.now());
            return previewing.preview(new Packet(new PacketId(0, target.name(), packet.part(), 0), "preview", origin,
                    packet.key(), 0, 1, form, content, with, ""));
        }
    }

    private static String none(TargetSpec target, String why) {
        return target.connector() + " cannot show its request: " + why;
    }

    /** What a plugin throws may quote anything, and is told only if it is about settings. */
    private static String reason(TargetSpec target, Throwable thrown) {
        LOG.atDebug().addKeyValue("target", target.name()).log("no preview", thrown);
        return thrown instanceof SettingsException e ? e.getMessage() : thrown.getClass().getSimpleName();
    }
}
