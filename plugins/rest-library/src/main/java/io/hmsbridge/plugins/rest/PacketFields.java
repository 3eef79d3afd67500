package io.hmsbridge.plugins.rest;

import io.hmsbridge.api.Packet;
import java.math.BigDecimal;
import java.util.Map;
import java.util.function.Function;

/** What templates can name: a packet's fields, with dots into maps, and with {@code $} what the bridge knows of it. */
@FunctionalInterface
interface PacketFields {

    /** All names with a {@code $}, each with what it stands for. */
    Map<String, Function<Packet, Object>> OF_THE_BRIDGE = Map.of(
            "$key", Packet::key,
            "$id", packet -> packet.id().text(),
            "$sequence", Packet::sequence,
            "$idempotency_key", Packet::idempotencyKey,
            "$event_id", packet -> packet.origin().id(),
            "$event_type", packet -> packet.origin().type(),
            "$event_source", packet -> packet.origin().source(),
            "$subject", packet -> packet.origin().subject());

    /** The value of that name as text. */
    String text(String name) throws UnfitException;

    static PacketFields of(Packet packet) {
        return name -> {
            var known = OF_THE_BRIDGE.get(name);
            return scalar(name, known == null ? field(packet, name) : known.apply(packet));
        };
    }

    /** For reading back, when there is no packet but its key. */
    static PacketFields ofKey(String key) {
        return name -> {
            if (!name.equals("$key")) {
                throw new UnfitException("only {$key} is known when a target is read, not {" + name + "}");
            }
            return key;
        };
    }

    private static Object field(Packet packet, String name) throws UnfitException {
        if (packet.form() == Packet.Form.JSON_PATCH) {
            throw new UnfitException("the field '" + name + "' is needed, but a JSON Patch has no fields");
        }
        Object value = packet.fields();
        if (packet.fields().containsKey(name)) {
            return packet.fields().get(name);
        }
        for (var step : name.split("\\.")) {
            value = value instanceof Map<?, ?> map ? map.get(step) : null;
        }
        return value;
    }

    private static String scalar(String name, Object value) throws UnfitException {
        return switch (value) {
            case null -> throw new UnfitException("the field '" + name + "' is needed, but the packet has none");
            case String text -> text;
            case BigDecimal number -> number.toPlainString();
            case Number number -> number.toString();
            case Boolean flag -> flag.toString();
            default -> throw new UnfitException("the field '" + name + "' is needed as a text, but it is no scalar");
        };
    }
}
