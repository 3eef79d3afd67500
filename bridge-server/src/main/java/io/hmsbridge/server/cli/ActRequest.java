package io.hmsbridge.server.cli;

import io.hmsbridge.core.json.ExactJson;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** An act that a person asks a server for, in the name under which they work on this machine. */
final class ActRequest {

    private static final Pattern ID = Pattern.compile("(?:pkt-)?(\\d{1,18})(?:\\.(\\d{1,9}))?");

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

    /**
     * Names one packet.
     *
     * @param id as people write it: {@code pkt-17} or {@code pkt-17.2}
     * @param target null if none was given
     */
    ActRequest of(String id, String target, long revision) {
        var matcher = ID.matcher(id);
        if (!matcher.matches() || target == null) {
            throw new CommandFailure(ExitCode.INVALID, "name one packet as pkt-17, and its target with --target");
        }
        return with("event", Long.valueOf(matcher.group(1))).with("revision", revision)
                .with("part", Optional.ofNullable(matcher.group(2)).map(Long::valueOf).orElse(0L));
    }

    JsonView post(BridgeClient client) {
        return post(client, "/v1/acts");
    }

    JsonView post(BridgeClient client, String path) {
        return client.post(path, Map.of(), ExactJson.write(members));
    }
}
