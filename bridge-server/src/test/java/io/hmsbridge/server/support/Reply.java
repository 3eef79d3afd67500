package io.hmsbridge.server.support;

import io.hmsbridge.core.json.ExactJson;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;

/** An answer of the API, read. */
public record Reply(HttpResponse<byte[]> response, Map<String, Object> body) {

    @SuppressWarnings("unchecked") // an object that was read from JSON
    static Reply of(HttpResponse<byte[]> response) {
        return new Reply(response, (Map<String, Object>) ExactJson.read(response.body()));
    }

    public int status() {
        return response.statusCode();
    }

    /** A header's value, or empty. */
    public String header(String name) {
        return response.headers().firstValue(name).orElse("");
    }

    /** The objects of a list in the body. */
    @SuppressWarnings("unchecked") // lists of the API hold objects
    public List<Map<String, Object>> list(String name) {
        return (List<Map<String, Object>>) body.get(name);
    }

    public Object get(String name) {
        return body.get(name);
    }
}
