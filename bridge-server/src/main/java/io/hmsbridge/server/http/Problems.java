package io.hmsbridge.server.http;

import io.helidon.http.BadRequestException;
import io.helidon.http.NotFoundException;
import io.helidon.http.RequestException;
import io.hmsbridge.core.event.EventRefusedException;
import io.hmsbridge.core.json.JsonProblem;
import io.hmsbridge.core.ledger.ActRefusedException;
import io.hmsbridge.core.ledger.BusyException;
import io.hmsbridge.core.ledger.DiskLowException;
import io.hmsbridge.core.ledger.EventConflictException;
import io.hmsbridge.core.ledger.LedgerUnavailableException;
import io.hmsbridge.core.ledger.NothingWrittenException;
import io.hmsbridge.core.problem.ProblemCode;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a client is told about an exception. */
final class Problems {

    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

    private Problems() {
    }

    static HttpProblem of(Throwable thrown) {
        return switch (thrown) {
            case HttpProblem problem -> problem;
            case JsonProblem problem -> notJson(problem);
            case EventRefusedException e when e.getCause() instanceof JsonProblem problem -> notJson(problem);
            case EventRefusedException e -> new HttpProblem(400, ProblemCode.EVENT_REFUSED, e.getMessage());
            case EventConflictException e -> new HttpProblem(409, ProblemCode.EVENT_CONFLICT, e.getMessage());
            case ActRefusedException e -> new HttpProblem(switch (e.code()) {
                case NO_SUCH_PACKET, NO_SUCH_REPLAY, NO_SUCH_TOKEN -> 404;
                case ACT_INVALID -> 400;
                default -> 409;
            }, e.code(), e.getMessage());
            case DiskLowException e -> busy(ProblemCode.DISK_LOW, e);
            case BusyException e -> busy(ProblemCode.BUSY, e);
            case NothingWrittenException e -> nothingAccepted(e);
            case LedgerUnavailableException e -> ledgerUnavailable(e);
            case NotFoundException _ ->
                    new HttpProblem(404, ProblemCode.NO_SUCH_RESOURCE, "there is nothing at this path");
            case BadRequestException _,RequestException _ -> malformed();
            default -> ownFault(thrown);
        };
    }

    static HttpProblem malformed() {
        return new HttpProblem(400, ProblemCode.MALFORMED_HTTP, "the request is not well-formed HTTP/1.1");
    }

    private static HttpProblem notJson(JsonProblem thrown) {
        var problem = new HttpProblem(400, ProblemCode.NOT_JSON, thrown.getMessage()).with("path", thrown.path());
        thrown.place().ifPresent(place -> problem
                .with("line", (long) place.line())
                .with("column", (long) place.column())
                .with("offset", place.offset()));
        return problem;
    }

    private static HttpProblem busy(ProblemCode code, BusyException thrown) {
        long seconds = Math.max(1, thrown.retryAfter().plusMillis(999).toSeconds());
        return new HttpProblem(503, code, thrown.getMessage()).withHeader("Retry-After",
                Long.toString(seconds));
    }

    private static HttpProblem nothingAccepted(NothingWrittenException thrown) {
        LOG.warn("The ledger takes nothing: {}", thrown.getMessage());
        return new HttpProblem(503, ProblemCode.NOTHING_ACCEPTED, thrown.getMessage() + "; nothing was accepted")
                .withHeader("Retry-After", "5");
    }

    private static HttpProblem ledgerUnavailable(LedgerUnavailableException thrown) {
        LOG.warn("The ledger did not answer a request: {}", thrown.getMessage());
        return new HttpProblem(503, ProblemCode.OUTCOME_UNKNOWN, thrown.getMessage()
                + "; the outcome is unknown: repeat the request, with the same source and id")
                .withHeader("Retry-After", "1");
    }

    private static HttpProblem ownFault(Throwable thrown) {
        var incident = UUID.randomUUID().toString();
        LOG.error("A request failed, incident={}", incident, thrown);
        return new HttpProblem(500, ProblemCode.OWN_FAULT,
                "the server met a fault of its own; its log has more under incident " + incident)
                .with("incident", incident);
    }
}
