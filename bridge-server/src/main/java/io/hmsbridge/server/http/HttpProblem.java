package io.hmsbridge.server.http;

import io.hmsbridge.core.problem.ProblemCode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Ends a request with a problem document (RFC 9457). The detail is for the client's eyes: no secrets, no payloads. */
final class HttpProblem extends RuntimeException {

    private static final Pattern CONTROLS = Pattern.compile("[\\p{Cntrl}\\x{80}-\\x{9f}]");

    private static final long serialVersionUID = 1L;

    private final int status;
    private final ProblemCode code;
    private final transient Map<String, Object> more = new LinkedHashMap<>();
    private final transient Map<String, String> headers = new LinkedHashMap<>();

    HttpProblem(int status, ProblemCode code, String detail) {
        super(oneLine(detail), null, false, false);
        this.status = status;
        this.code = code;
    }

    /** It may repeat what a client wrote. */
    private static String oneLine(String detail) {
        return detail == null ? null : CONTROLS.matcher(detail).replaceAll("?");
    }

    /** Adds a member that machines can use, such as the path of the field at fault. */
    HttpProblem with(String member, Object value) {
        more.put(member, value);
        return this;
    }

    HttpProblem withHeader(String name, String value) {
        headers.put(name, value);
        return this;
    }

    int status() {
        return status;
    }

    Map<String, String> headers() {
        return headers;
    }

    Map<String, Object> document() {
        var document = new JsonObject()
                .with("type", "urn:hms-bridge:problem:" + code.code())
                .with("code", code.code())
                .with("title", code.title())
                .with("status", status)
                .with("detail", getMessage())
                .with("mend", code.mend())
                .fields();
        document.putAll(more);
        return document;
    }
}
