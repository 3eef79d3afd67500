package io.hmsbridge.core;

import io.hmsbridge.api.ConnectorFactory;
import io.hmsbridge.api.DescribesFields;
import io.hmsbridge.api.SettingsException;
import io.hmsbridge.api.SettingsSpec;
import io.hmsbridge.core.plugin.Connectors;
import io.hmsbridge.core.plugin.Pin;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What connectors say of themselves: the settings they take, and the fields their targets have. */
final class ConnectorOffers {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectorOffers.class);

    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final Connectors connectors;
    private final Function<String, String> environment;

    ConnectorOffers(Connectors connectors, Function<String, String> environment) {
        this.connectors = connectors;
        this.environment = environment;
    }

    private interface Question<T> {
        T ask(ConnectorFactory factory) throws Exception;
    }

    Set<String> names() {
        return connectors.names();
    }

    /** The settings that a connector takes; empty while no plugin offers it. */
    Optional<SettingsSpec> settings(String connector, Pin pin) {
        return ask(connector, pin, ConnectorFactory::settings);
    }

    List<SettingsException.Problem> defaultSettings(String connector) {
        return quietly(connector, Pin.NONE, ConnectorFactory::settings).map(spec -> problems(spec, Map.of()))
                .orElse(List.of());
    }

    List<SettingsException.Problem> use(String connector, Pin pin, Map<String, Object> with) {
        return quietly(connector, pin, factory -> {
            var wrong = problems(factory.use(), with);
            return wrong.isEmpty() && factory instanceof DescribesFields described ? problems(described, factory, with)
                    : wrong;
        }).orElse(List.of());
    }

    Map<String, String> formerUse(String connector, Pin pin) {
        return quietly(connector, pin, factory -> factory.use().formerNames()).orElse(Map.of());
    }

    private List<SettingsException.Problem> problems(DescribesFields described, ConnectorFactory factory,
            Map<String, Object> with) {
        try {
            described.fields(factory.use().read(with, environment));
            return List.of();
        } catch (SettingsException e) {
            return e.problems();
        }
    }

    Optional<List<DescribesFields.Field>> fields(String connector, Pin pin, Map<String, Object> with) {
        return quietly(connector, pin, factory -> factory instanceof DescribesFields described
                ? Optional.of(described.fields(factory.use().read(with, environment)))
                : Optional.<List<DescribesFields.Field>>empty()).flatMap(fields -> fields);
    }

    private List<SettingsException.Problem> problems(SettingsSpec spec, Map<String, Object> written) {
        try {
            spec.read(written, environment);
            return List.of();
        } catch (SettingsException e) {
            return e.problems();
        }
    }

    /** A plugin that fails here keeps no sheet from being used. */
    private <T> Optional<T> quietly(String connector, Pin pin, Question<T> question) {
        try {
            return ask(connector, pin, question);
        } catch (IllegalStateException | LinkageError e) {
            LOG.atWarn().addKeyValue("connector", connector).log("sheets are not checked against it: {}", e.toString());
            return Optional.empty();
        }
    }

    /** What plugins leave in thread locals goes with the thread, and one that hangs hangs alone. */
    private static <T> T onThreadOfItsOwn(Callable<T> work) throws Exception {
        var asked = new FutureTask<>(work);
        var thread = Thread.ofVirtual().name("ask-connector").start(asked);
        try {
            return asked.get(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        } finally {
            thread.interrupt();
        }
    }

    private <T> Optional<T> ask(String connector, Pin pin, Question<T> question) {
        return connectors.find(connector, pin).map(lease -> {
            try (lease) {
                return onThreadOfItsOwn(() -> lease.call(() -> question.ask(lease.factory())));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while " + connector + " was asked", e);
            } catch (Exception e) {
                throw new IllegalStateException(connector + " does not say what settings and fields it has", e);
            }
        });
    }
}
