package io.hmsbridge.server.cli;

import io.hmsbridge.core.json.ExactJson;
import java.io.IOException;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** Shows what becomes of packets, a line each, and goes on where it was when the connection breaks. */
final class PacketFollowing {

    private static final long PAUSE_MILLIS = 1_000;

    private final BridgeClient client;
    private final Output output;
    private final PacketLine line;
    private long left;
    private String after = "";
    private boolean away;

    /** @param limit after how many to end; empty for never */
    PacketFollowing(BridgeClient client, Output output, OptionalLong limit) {
        this.client = client;
        this.output = output;
        line = new PacketLine(output);
        left = limit.orElse(Long.MAX_VALUE);
    }

    void run(Map<String, String> parameters) {
        if (Terminal.isInteractive() && !output.isJson()) {
            output.error("following packets; Ctrl-C ends it");
        }
        while (left > 0) {
            try {
                client.events("/v1/stream", parameters, after, this::show);
                pause("the server ended the stream");
            } catch (IOException e) {
                pause("the connection broke: " + e.getMessage());
            } catch (CommandFailure e) {
                if (after.isEmpty() || e.exitCode() == ExitCode.INVALID) {
                    throw e; // it never worked, or will not work again
                }
                pause(e.getMessage());
            }
        }
    }

    private boolean show(ServerEvent event) {
        after = event.id();
        away = false;
        if (!event.data().isEmpty()) {
            var packet = JsonView.of(ExactJson.read(event.data()));
            output.print(packet.fields(), () -> line.of(packet));
            left--;
        }
        return left > 0;
    }

    /** Says why once for each time that it is away. */
    private void pause(String why) {
        if (left <= 0) {
            return;
        }
        if (!away) {
            output.error(why + "; trying again until it answers");
        }
        away = true;
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(ExitCode.FAILED, "interrupted");
        }
    }
}
