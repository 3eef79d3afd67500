package io.hmsbridge.core.egress;

import io.hmsbridge.api.HttpReply;
import io.hmsbridge.api.SendException;
import io.hmsbridge.api.SendResult;
import io.hmsbridge.api.SendResult.Scope;
import io.hmsbridge.core.json.ExactJson;
import io.hmsbridge.core.json.JsonProblem;
import java.time.Clock;
import java.util.Optional;
import org.apache.hc.core5.http.Header;

/** A whole answer, held in memory. */
final class Reply implements HttpReply {

    private final String label;
    private final int status;
    private final Header[] headers;
    private final byte[] body;
    private final Clock clock;

    Reply(String label, int status, Header[] headers, byte[] body, Clock clock) {
        this.label = label;
        this.status = status;
        this.headers = headers;
        this.body = body;
        this.clock = clock;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public Optional<String> header(String name) {
        for (var header : headers) {
            if (header.getName().equalsIgnoreCase(name)) {
                return Optional.of(header.getValue());
            }
        }
        return Optional.empty();
    }

    @Override
    public byte[] body() {
        return body;
    }

    @Override
    public Object json() throws SendException {
        try {
            return ExactJson.read(body);
        } catch (JsonProblem e) {
            throw new SendException(SendException.Kind.RETRY, label + ": the answer is not JSON", e);
        }
    }

    @Override
    public SendResult result() {
        return switch (status) {
            case 401, 403, 407 -> SendResult.targetFault(reason());
            case 408, 425 -> retry(Scope.PACKET);
            case 429, 503 -> retry(Scope.TARGET);
            default -> switch (status / 100) {
                case 2 -> SendResult.delivered(label + " " + status);
                case 3 -> SendResult.targetFault(
                        reason() + ": redirects are not followed; set the target's address to the new one");
                case 5 -> retry(Scope.PACKET);
                default -> SendResult.reject(reason());
            };
        };
    }

    private SendResult retry(Scope scope) {
        var after = header("Retry-After").flatMap(value -> RetryAfter.parse(value, clock.instant()));
        return new SendResult.Retry(reason(), after, scope);
    }

    private String reason() {
        return status + " from " + label;
    }
}
