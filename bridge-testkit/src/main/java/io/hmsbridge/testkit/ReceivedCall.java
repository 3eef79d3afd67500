package io.hmsbridge.testkit;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A call as it arrived at a {@link RecordingHttpServer}.
 *
 * @param target path and query, undecoded
 * @param headers by name, in any case
 */
public record ReceivedCall(String method, String target, Map<String, List<String>> headers, byte[] body) {

    /** The first header of that name, in any case. */
    public Optional<String> header(String name) {
        return headers.entrySet().stream().filter(e -> e.getKey().equalsIgnoreCase(name))
                .flatMap(e -> e.getValue().stream()).findFirst();
    }

    /** The body, byte for byte, as UTF-8. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** The call in one line, as a demonstration would print it. */
    @Override
    public String toString() {
        return body.length == 0 ? method + " " + target : method + " " + target + " " + text();
    }
}
