package io.hmsbridge.plugins.rest;

import java.math.BigDecimal;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Writes values of the bridge as JSON where the bytes are needed before the client makes them: for signatures. */
final class JsonText {

    private final StringBuilder text = new StringBuilder();

    private JsonText() {}

    static String of(Object value) {
        var json = new JsonText();
        json.write(value);
        return json.text.toString();
    }

    private void write(Object value) {
        switch (value) {
            case String string -> quote(string);
            case BigDecimal number -> text.append(number.toPlainString());
            case Map<?, ?> map -> object(map);
            case List<?> list -> array(list.iterator());
            case null, default -> text.append(value);
        }
    }

    private void object(Map<?, ?> map) {
        var separator = "{";
        for (var field : map.entrySet()) {
            text.append(separator);
            quote((String) field.getKey());
            text.append(':');
            write(field.getValue());
            separator = ",";
        }
        text.append(map.isEmpty() ? "{}" : "}");
    }

    private void array(Iterator<?> values) {
        text.append('[');
        while (values.hasNext()) {
            write(values.next());
            text.append(values.hasNext() ? "," : "");
        }
        text.append(']');
    }

    private void quote(String string) {
        text.append('"');
        for (int i = 0; i < string.length(); i++) {
            char c = string.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < ' ') {
                text.append("\\u%04x".formatted((int) c));
            } else {
                text.append(c);
            }
        }
        text.append('"');
    }
}
