package io.hmsbridge.server.cli;

import io.hmsbridge.core.json.ExactJson;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** One event or packet with what it holds, as the role of the token may see it. */
final class ShowCommands {

    private ShowCommands() {
    }

    @Command(name = "show", description = "Show an event with its data, as you may see it.")
    static final class Event implements Runnable {

        @Parameters(paramLabel = "NUMBER", description = "The event's number.")
        private long number;

        @Mixin
        private Connection connection;

        @Mixin
        private Output output;

        @Override
        public void run() {
            try (var client = connection.client()) {
                var event = client.get("/v1/events/" + number, Map.of());
                output.print(event.fields(), () -> "%s  %s from %s, subject %s%n%s".formatted(event.text("number"),
                        event.text("type"), event.text("source"), event.text("subject"), json(event, "data")));
            }
        }
    }

    @Command(name = "show", description = "Show a packet with its content, as you may see it.")
    static final class Packet implements Runnable {

        @Parameters(paramLabel = "ID", description = "The packet, as pkt-17.")
        private String id;

        @Option(names = "--target", paramLabel = "NAME", required = true, description = "Its target.")
        private String target;

        @Option(names = "--revision", paramLabel = "N", defaultValue = "0", description = "Its revision.")
        private long revision;

        @Mixin
        private Connection connection;

        @Mixin
        private Output output;

        @Override
        public void run() {
            var path =
                    "/v1/packets/" + URLEncoder.encode(id + "@" + target, StandardCharsets.UTF_8).replace("+", "%20");
            try (var client = connection.client()) {
                var packet = client.get(path, Map.of("revision", String.valueOf(revision)));
                var line = new PacketLine(output);
                output.print(packet.fields(),
                        () -> line.of(packet) + line.governance(packet) + "\n" + json(packet, "content"));
            }
        }
    }

    private static String json(JsonView view, String name) {
        return ExactJson.writeString(view.fields().get(name));
    }
}
