package io.hmsbridge.server.demo;

import io.hmsbridge.core.json.ExactJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A system besides payroll that gets the story's event.
 *
 * @param target as the sheet names it
 * @param plugin the id of the plugin that brings its connector
 */
record Further(String target, String connector, String plugin, Starting starting) {

    /** One line for each system. */
    static final List<Further> ALL = List.of(
            new Further("scheduling", "SchedulingConnector", "scheduling-rest", Further::scheduling),
            new Further("gis", "GISTableConnector", "gis-table", (folder, _, _) -> DemoGis.start(folder)),
            new Further("audit", "OracleAuditConnector", "oracle-audit",
                    (folder, shipped, _) -> audit(folder, shipped)),
            new Further("mainframe", "FTPFlat", "ftp-flat-file", (folder, _, _) -> DemoMainframe.start(folder)),
            new Further("registry", "SoapConnector", "soap",
                    (folder, _, listener) -> DemoRegistry.start(folder, listener)));

    /** Starts the system itself, in the demo's folder. The listener is told of what it receives, if it can tell. */
    interface Starting {
        Running start(Path folder, Installation shipped, Consumer<Reception> listener) throws IOException;
    }

    /** The rate that a system holds now. */
    interface Holding {
        int rate() throws IOException;
    }

    /**
     * The system, running on this machine.
     *
     * @param settings of its target, as YAML
     * @param uses what the sheet says of it, as YAML
     * @param holding empty if it cannot be asked
     */
    record Running(String settings, String uses, Optional<Holding> holding, AutoCloseable part)
            implements AutoCloseable {

        @Override
        public void close() throws Exception {
            part.close();
        }
    }

    private static Running scheduling(Path folder, Installation shipped, Consumer<Reception> listener)
            throws IOException {
        var service = DemoService.start(DemoService.Way.patch("/v1/allowances/"), listener);
        return new Running("{base: \"" + service.uri() + "\"}", "map: {new_rate: perDiem}", Optional.of(
                () -> Reception.number(service.received().getLast().json().get("perDiem"))), service);
    }

    /** H2, in the connector's own process: nobody else may open its file meanwhile. */
    private static Running audit(Path folder, Installation shipped) {
        var url = "jdbc:h2:file:" + folder.resolve("audit") + ";MODE=Oracle";
        return new Running("{url: %s, drivers: %s, create_tables: true}".formatted(quoted(url),
                quoted(shipped.drivers().toString())), "map: {old_rate: old_rate, new_rate: new_rate}",
                Optional.empty(), () -> {});
    }

    /** A text in YAML. */
    static String quoted(String text) {
        return ExactJson.writeString(text);
    }

    /** Its lines in a sheet. */
    String inSheet(Running running) {
        return "  %s:\n    connector: %s\n%s".formatted(target, connector, running.uses.indent(4));
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
