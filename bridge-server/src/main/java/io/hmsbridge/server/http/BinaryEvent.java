package io.hmsbridge.server.http;

import io.helidon.http.Header;
import io.helidon.http.ServerRequestHeaders;
import io.hmsbridge.core.event.EventRefusedException;
import io.hmsbridge.core.json.ExactJson;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;

/** A CloudEvent in binary mode: the attributes in {@code ce-} headers, the data as the body. */
final class BinaryEvent {

    private static final String PREFIX = "ce-";

    private BinaryEvent() {
    }

    static boolean isIn(ServerRequestHeaders headers) {
        return headers.stream().anyMatch(BinaryEvent::isAttribute);
    }

    /** The same event in structured mode. */
    static byte[] toStructured(ServerRequestHeaders headers, byte[] body) {
        var event = new LinkedHashMap<String, Object>();
        for (var header : headers) {
            if (isAttribute(header)) {
                var name = header.name().substring(PREFIX.length()).toLowerCase(Locale.ROOT);
                event.put(name, decoded(header));
            }
        }
        if (!event.containsKey("specversion")) {
            throw new EventRefusedException(
                    "the header ce-specversion is missing; an event in ce- headers needs it, with the value 1.0");
        }
        if (body.length > 0) {
            event.put("datacontenttype", "application/json");
            event.put("data", ExactJson.read(body));
        }
        return ExactJson.write(event);
    }

    private static boolean isAttribute(Header header) {
        return header.name().regionMatches(true, 0, PREFIX, 0, PREFIX.length());
    }

    /** Percent-decoding as CloudEvents over HTTP has it: {@code +} stays, what is not well-formed is refused. */
    private static String decoded(Header header) {
        if (header.valueCount() > 1) {
            throw refused(header, "occurs more than once");
        }
        var value = header.get();
        var bytes = new ByteArrayOutputStream(value.length());
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c > 126) {
                throw refused(header, "has characters beyond ASCII; percent-encode them");
            } else if (c != '%') {
                bytes.write(c);
            } else
                if (i + 2 < value.length() && HexFormat.isHexDigit(value.charAt(i + 1))
                        && HexFormat.isHexDigit(value.charAt(i + 2))) {
                            bytes.write(HexFormat.fromHexDigits(value, i + 1, i + 3));
                            i += 2;
                        } else {
                            throw refused(header, "has a % that no two hexadecimal digits follow");
                        }
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray())).toString();
        } catch (CharacterCodingException _) {
            throw refused(header, "is not UTF-8 after percent-decoding");
        }
    }

    private static EventRefusedException refused(Header header, String why) {
        return new EventRefusedException("the header " + header.name().toLowerCase(Locale.ROOT) + " " + why);
    }
}
