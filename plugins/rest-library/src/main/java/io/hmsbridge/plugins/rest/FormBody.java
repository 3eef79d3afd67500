package io.hmsbridge.plugins.rest;

import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/** Writes fields as {@code application/x-www-form-urlencoded}: a list as a field repeated, null as an empty field. */
final class FormBody {

    private FormBody() {}

    static byte[] write(Object content) throws UnfitException {
        if (!(content instanceof Map<?, ?> fields)) {
            throw new UnfitException("a JSON Patch cannot be sent as a form");
        }
        var form = new StringJoiner("&");
        for (var field : fields.entrySet()) {
            var name = (String) field.getKey();
            if (field.getValue() instanceof List<?> list) {
                for (var item : list) {
                    form.add(pair(name, item));
                }
            } else {
                form.add(pair(name, field.getValue()));
            }
        }
        return form.toString().getBytes(StandardCharsets.US_ASCII);
    }

    static String pair(String name, Object value) throws UnfitException {
        var text = switch (value) {
            case null -> "";
            case Map<?, ?> _ -> throw new UnfitException("the field '" + name + "' is a map, which a form cannot hold");
            case List<?> _ -> throw new UnfitException("the field '" + name + "' has a list within a list");
            case BigDecimal number -> number.toPlainString();
            default -> value.toString();
        };
        return encode(name) + "=" + encode(text);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
