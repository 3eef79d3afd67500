package io.hmsbridge.server.cli;

import io.hmsbridge.core.json.ExactJson;
import java.util.LinkedHashMap;
import java.util.Map;

/** An act that a person asks a server for, in the name under which they work on this machine. */
final class ActRequest {

    private final Map<String, Object> members = new LinkedHashMap<>();

    private ActRequest() {
    }

    static ActRequest of(String kind, String why) {
        return new ActRequest().with("kind", kind).with("who", System.getProperty("user.name")).with("why", why);
    }

    /** Adds a member, unless it is null. */
    ActRequest with(String name, Object value) {
        if (value != null) {
            members.put(name, value);
        }
        return this;
    }

    JsonView post(BridgeClient client) {
        return client.post("/v1/acts", Map.of(), ExactJson.write(members));
    }
}
