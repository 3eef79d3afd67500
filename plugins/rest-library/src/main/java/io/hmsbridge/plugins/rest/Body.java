package io.hmsbridge.plugins.rest;

import io.hmsbridge.api.HttpCall;
import io.hmsbridge.api.Packet;
import java.nio.charset.StandardCharsets;

/** The form of a request's body. */
public enum Body {
    /** The content as JSON, every digit kept; a patch under the media type of its form. */
    JSON,
    /** The fields as elements below one root. */
    XML,
    /** The fields as an HTML form sends them. */
    FORM,
    /** No body: path and headers say it all. */
    NONE;

    /**
     * @param content the packet's content without what is omitted
     * @param signed whether the very bytes are needed before the call is made
     */
    HttpCall on(HttpCall call, Packet.Form form, Object content, RestUse use, boolean signed) throws UnfitException {
        return switch (this) {
            case JSON -> json(call, use.contentType().orElse(mediaType(form)), content, signed);
            case XML -> call.body(XmlBody.write(use.xmlRoot(), content), use.contentType().orElse("application/xml"));
            case FORM -> call.body(FormBody.write(content),
                    use.contentType().orElse("application/x-www-form-urlencoded"));
            case NONE -> call;
        };
    }

    private static HttpCall json(HttpCall call, String type, Object content, boolean signed) {
        return signed ? call.body(JsonText.of(content).getBytes(StandardCharsets.UTF_8), type)
                : call.header("Content-Type", type).json(content);
    }

    private static String mediaType(Packet.Form form) {
        return switch (form) {
            case FIELDS -> "application/json";
            case MERGE_PATCH -> "application/merge-patch+json";
            case JSON_PATCH -> "application/json-patch+json";
        };
    }
}
