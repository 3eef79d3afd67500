package io.hmsbridge.server.cli;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "calendar", description = "Show what the next days bring: packets that come due, windows, deadlines.")
final class CalendarCommand implements Runnable {

    private static final Table TABLE = Table.of("Nothing is to come in these days.", "at", "target", "what", "packets");

    @Option(names = "--days", paramLabel = "N", defaultValue = "7", description = "So many days; 7 by default.")
    private int days;

    @Mixin
    private Connection connection;

    @Mixin
    private Output output;

    @Override
    public void run() {
        try (var client = connection.client()) {
            output.print(client.get("/v1/calendar", Map.of("days", String.valueOf(days))).list("items"), TABLE);
        }
    }
}
