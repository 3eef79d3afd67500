package io.hmsbridge.server.cli;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "outbox", description = "Show the packets that wait, oldest first, and those that ended last.")
final class OutboxCommand implements Runnable {

    @Mixin
    private Connection connection;

    @Mixin
    private Output output;

    @Override
    public void run() {
        try (var client = connection.client()) {
            var packets = client.get("/v1/outbox", Map.of()).list("packets");
            var line = new PacketLine(output);
            packets.forEach(packet -> output.print(packet.fields(), () -> line.of(packet)));
            if (packets.isEmpty() && !output.isJson()) {
                output.line("The outbox is empty.");
            }
        }
    }
}
