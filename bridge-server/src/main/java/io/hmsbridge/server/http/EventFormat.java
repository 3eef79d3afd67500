package io.hmsbridge.server.http;

import io.helidon.common.media.type.ParserMode;
import io.helidon.http.HeaderNames;
import io.helidon.http.HttpMediaType;
import io.helidon.http.ServerRequestHeaders;
import io.hmsbridge.core.problem.ProblemCode;
import java.util.Locale;
import java.util.Set;

/** How a request carries its events, by its Content-Type. */
enum EventFormat {
    STRUCTURED, BATCH, BINARY, PLAIN;

    /** What need not be parsed. */
    private static final Set<String> AS_MOST_WRITE_THEM = Set.of("application/cloudevents+json",
            "application/cloudevents-batch+json", "application/json", "");

    static EventFormat of(ServerRequestHeaders headers) {
        var type = mediaType(headers);
        return switch (type) {
            case "application/cloudevents+json" -> STRUCTURED;
            case "application/cloudevents-batch+json" -> BATCH;
            case "application/json" -> BinaryEvent.isIn(headers) ? BINARY : PLAIN;
            case "" -> {
                if (BinaryEvent.isIn(headers) && headers.contentLength().orElse(0) == 0) {
                    yield BINARY; // an event without data
                }
                throw unknown("the header Content-Type is missing");
            }
            default -> throw unknown("this media type is not one for events");
        };
    }

    private static String mediaType(ServerRequestHeaders headers) {
        var text = headers.value(HeaderNames.CONTENT_TYPE).orElse("");
        if (AS_MOST_WRITE_THEM.contains(text)) {
            return text;
        }
        try {
            var type = HttpMediaType.create(text, ParserMode.STRICT);
            if (!type.charset().orElse("utf-8").equalsIgnoreCase("utf-8")) {
                throw unknown("the body must be in UTF-8");
            }
            return type.text().split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException _) {
            throw unknown("the header Content-Type is not well-formed");
        }
    }

    private static HttpProblem unknown(String why) {
        return new HttpProblem(415, ProblemCode.MEDIA_TYPE, why
                + "; send application/cloudevents+json, application/cloudevents-batch+json or application/json")
                .withHeader("Accept-Post",
                        "application/cloudevents+json, application/cloudevents-batch+json, application/json");
    }
}
