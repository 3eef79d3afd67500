package io.hmsbridge.plugins.files;

import io.hmsbridge.api.Packet;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** One field of a packet as plain text. */
final class Cell {

    private Cell() {}

    static Map<String, Object> fields(Packet packet) throws UnfitException {
        if (packet.form() == Packet.Form.JSON_PATCH) {
            throw new UnfitException("a JSON Patch has operations, not fields: a record cannot hold it");
        }
        if (packet.form() == Packet.Form.MERGE_PATCH) {
            for (var field : packet.fields().entrySet()) {
                if (field.getValue() == null) {
                    throw new UnfitException(
                            "a merge patch deletes '%s', and a record cannot tell that from an empty value"
                                    .formatted(field.getKey()));
                }
            }
        }
        return packet.fields();
    }

    /** @return null for no value */
    static String text(String field, Object value) throws UnfitException {
        return switch (value) {
            case null -> null;
            case String text -> text;
            case BigDecimal number -> number.toPlainString();
            case Map<?, ?> _ -> throw nested(field, "map");
            case List<?> _ -> throw nested(field, "list");
            default -> value.toString();
        };
    }

    private static UnfitException nested(String field, String kind) {
        return new UnfitException(
                "'%s' is a %s, and a record holds plain values: map its parts in the sheet".formatted(field, kind));
    }
}
