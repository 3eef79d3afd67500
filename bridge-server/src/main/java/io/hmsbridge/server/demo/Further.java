package io.hmsbridge.server.demo;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/**
 * A system besides payroll that gets the story's event.
 *
 * @param target as the sheet names it
 * @param plugin the id of the plugin that brings its connector
 * @param map the sheet's {@code map}, as YAML
 */
record Further(String target, String connector, String plugin, String map, Starting starting) {

    /** One line for each system. */
    static final List<Further> ALL = List.of(
            new Further("scheduling", "SchedulingConnector", "scheduling-rest", "{new_rate: perDiem}",
                    listener -> service("/v1/allowances/", listener)));

    /** Starts the system itself. The listener is told of what it receives, if it can tell. */
    interface Starting {
        Running start(Consumer<Reception> listener) throws IOException;
    }

    /**
     * The system, running on this machine.
     *
     * @param settings of its target, as YAML
     */
    record Running(String settings, AutoCloseable part) implements AutoCloseable {

        @Override
        public void close() throws Exception {
            part.close();
        }
    }

    private static Running service(String path, Consumer<Reception> listener) throws IOException {
        var service = DemoService.start(path, listener);
        return new Running("{base: \"" + service.uri() + "\"}", service);
    }

    /** Its lines in a sheet. */
    String inSheet() {
        return "  %s: {connector: %s, map: %s}\n".formatted(target, connector, map);
    }

    /** Its lines in {@code bridge.yaml}. */
    String inConfig(Running running) {
        return """
                  %s:
                    connector: %s
                    settings: %s
                    networks: [127.0.0.0/8]
                    retry: {first: 500ms, cap: 1s}
                """.formatted(target, connector, running.settings);
    }
}
