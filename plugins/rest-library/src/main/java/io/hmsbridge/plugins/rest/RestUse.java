package io.hmsbridge.plugins.rest;

import io.hmsbridge.api.HttpCall;
import io.hmsbridge.api.Packet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One use of a REST service: how a packet becomes a request, and what the answer means. Made of texts, so that a mistake is
 * found before anything is sent.
 *
 * @param omit fields that are named elsewhere in the request and left out of its body
 * @param receipt the field of a JSON or XML answer that goes into the receipt, with dots into objects
 * @param read the path to read a key's values back from
 */
public record RestUse(Template method, Template path, Map<String, Template> headers, Body body,
        Optional<String> contentType, String xmlRoot, Set<String> omit, Optional<Template> ifMatch, Verdict verdict,
        Optional<String> receipt, Optional<Template> read) {

    private static final Set<String> METHODS = Set.of("POST", "PUT", "PATCH", "DELETE");

    /** Fields as JSON, under the usual rules. */
    public static RestUse of(String method, String path) {
        return of(method, path, Map.of(), Body.JSON);
    }

    /** @throws IllegalArgumentException naming a template that is none */
    public static RestUse of(String method, String path, Map<String, String> headers, Body body) {
        var templates = headers.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, header -> Template.of(header.getValue())));
        return new RestUse(Template.of(method), Template.of(path), templates, body, Optional.empty(), "packet",
                Set.of(), Optional.empty(), Verdict.USUAL, Optional.empty(), Optional.empty());
    }

    public RestUse body(Optional<String> newContentType, String newXmlRoot, Set<String> newOmit) {
        return new RestUse(method, path, headers, body, newContentType, newXmlRoot, newOmit, ifMatch, verdict, receipt,
                read);
    }

    /** Sends {@code If-Match}, so that the target refuses what would overwrite a newer state. */
    public RestUse ifMatch(String template) {
        return new RestUse(method, path, headers, body, contentType, xmlRoot, omit, Optional.of(Template.of(template)),
                verdict, receipt, read);
    }

    public RestUse answers(Verdict newVerdict, Optional<String> newReceipt) {
        return new RestUse(method, path, headers, body, contentType, xmlRoot, omit, ifMatch, newVerdict, newReceipt,
                read);
    }

    public RestUse readFrom(String template) {
        return new RestUse(method, path, headers, body, contentType, xmlRoot, omit, ifMatch, verdict, receipt,
                Optional.of(Template.of(template)));
    }

    /** The request, but for its login. */
    HttpCall call(RestTarget target, Packet packet) throws UnfitException {
        var fields = PacketFields.of(packet);
        var call = withHeaders(target.call(method(fields), path.path(fields)), fields)
                .header("Idempotency-Key", packet.idempotencyKey());
        if (!packet.traceparent().isEmpty()) {
            call = call.header("traceparent", packet.traceparent());
        }
        if (!packet.tracestate().isEmpty()) {
            call = call.header("tracestate", packet.tracestate());
        }
        call = body.on(call, packet.form(), content(packet), this, target.signing().isPresent());
        return target.signing().isPresent() ? target.signing().get().on(call, packet.idempotencyKey()) : call;
    }

    /** The request as receipts and reasons name it: fields by their names, since their values are the target's alone. */
    String label(RestTarget target, HttpCall call) {
        return path.hasFields() ? target.label(call.method(), path.toString()) : call.label();
    }

    private String method(PacketFields fields) throws UnfitException {
        var made = method.plain(fields);
        if (!METHODS.contains(made)) {
            throw new UnfitException("the method must be one of POST, PUT, PATCH and DELETE");
        }
        return made;
    }

    private HttpCall withHeaders(HttpCall call, PacketFields fields) throws UnfitException {
        var made = call;
        try {
            for (var header : headers.entrySet()) {
                made = made.header(header.getKey(), header.getValue().header(fields));
            }
            return ifMatch.isPresent() ? made.header("If-Match", etag(ifMatch.get().header(fields))) : made;
        } catch (IllegalArgumentException e) {
            throw new UnfitException(e.getMessage());
        }
    }

    /** An entity tag is quoted; many systems hand theirs out without the quotes. */
    private static String etag(String text) {
        return text.equals("*") || text.endsWith("\"") ? text : '"' + text + '"';
    }

    private Object content(Packet packet) {
        if (omit.isEmpty() || !(packet.content() instanceof Map<?, ?> map)) {
            return packet.content();
        }
        var rest = new LinkedHashMap<Object, Object>(map);
        rest.keySet().removeAll(omit);
        return rest;
    }
}
