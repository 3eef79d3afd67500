package io.hmsbridge.testkit;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a {@link RecordingHttpServer} answers.
 *
 * @param status 0 for no answer at all
 */
public record Answer(int status, Map<String, String> headers, String body) {

    public static Answer status(int status) {
        return new Answer(status, Map.of(), "");
    }

    /** The call is taken and never answered, until the server is put to sleep or closed. */
    public static Answer none() {
        return status(0);
    }

    public Answer header(String name, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Answer(status, more, body);
    }

    public Answer json(String json) {
        return new Answer(status, headers, json).header("Content-Type", "application/json");
    }

    byte[] bytes() {
        return body.getBytes(StandardCharsets.UTF_8);
    }
}
