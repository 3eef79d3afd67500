package io.hmsbridge.server.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;

/**
 * An event of a server-sent stream.
 *
 * @param id where to go on after it: the last id that was told by then
 * @param data empty if it only told an id
 */
record ServerEvent(String id, String data) {

    /** Reads them until the stream ends or nobody wants more. */
    static void read(InputStream stream, Predicate<ServerEvent> next) throws IOException {
        var lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
        var id = "";
        var data = new StringBuilder();
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.isEmpty()) {
                if (!next.test(new ServerEvent(id, data.toString()))) {
                    return;
                }
                data.setLength(0);
            } else if (line.startsWith("id: ")) {
                id = line.substring("id: ".length());
            } else if (line.startsWith("data: ")) {
                data.append(line, "data: ".length(), line.length());
            }
        }
    }
}
