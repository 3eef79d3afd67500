package io.hmsbridge.server.demo;

import java.util.Optional;

/**
 * A request that payroll received.
 *
 * @param key its {@code Idempotency-Key}; empty if it had none
 */
record Reception(String method, String path, String body, Optional<String> key) {

    /** As payroll prints it. */
    @Override
    public String toString() {
        return method + " " + path + " " + body;
    }
}
