package io.hmsbridge.server.cli;

import java.util.Map;
import picocli.CommandLine.Option;

/** Packets that a filter finds, page by page until there are as many as are wanted: a page may be short before the end. */
final class FoundPages {

    @Option(names = "--limit", paramLabel = "N", defaultValue = "50", description = "At most so many.")
    private int limit;

    @Option(names = "--after", paramLabel = "PLACE", description = "Those after this one: the next page.")
    private String after;

    /** Prints them, and for people what is beyond. */
    void print(BridgeClient client, String path, Map<String, String> parameters, Output output) {
        var line = new PacketLine(output);
        parameters.put("after", after);
        int left = limit;
        JsonView answer;
        String next;
        do {
            parameters.put("limit", String.valueOf(left));
            answer = client.get(path, parameters);
            var packets = answer.list("packets");
            packets.forEach(packet -> output.print(packet.fields(), () -> line.of(packet)));
            left -= packets.size();
            next = answer.text("after");
            parameters.put("after", next);
        } while (left > 0 && !next.isEmpty());
        if (output.isJson()) {
            return;
        }
        if (left == limit) {
            output.line("There are no such packets.");
        } else if (answer.is("countExact")) {
            output.line(answer.text("count") + " in all");
        }
        if (!next.isEmpty()) {
            output.line("More with --after " + next + ".");
        }
    }
}
