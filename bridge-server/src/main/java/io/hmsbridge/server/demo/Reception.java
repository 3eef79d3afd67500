package io.hmsbridge.server.demo;

import io.hmsbridge.core.json.ExactJson;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * A request that a service received.
 *
 * @param key its {@code Idempotency-Key}; empty if it had none
 */
record Reception(String method, String path, String body, Optional<String> key) {

    /** The same with another body. */
    Reception with(String otherBody) {
        return new Reception(method, path, otherBody, key);
    }

    /** Its body, as JSON. */
    Map<?, ?> json() {
        return (Map<?, ?>) ExactJson.read(body.getBytes(StandardCharsets.UTF_8));
    }

    /** A whole number in JSON; 0 if it is none. */
    static int number(Object value) {
        return value instanceof Number number ? number.intValue() : 0;
    }

    /** As it is told. */
    @Override
    public String toString() {
        return method + " " + path + " " + body;
    }
}
