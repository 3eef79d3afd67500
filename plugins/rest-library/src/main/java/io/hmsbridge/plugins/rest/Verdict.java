package io.hmsbridge.plugins.rest;

import io.hmsbridge.api.HttpReply;
import io.hmsbridge.api.SendResult;
import io.hmsbridge.api.SendResult.Scope;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the statuses of answers mean where they mean something else than by RFC 9110; all others mean what
 * {@link HttpReply#result} says.
 *
 * @param had the target knows the idempotency key and did nothing
 */
public record Verdict(Statuses success, Statuses had, Statuses retry, Statuses reject) {

    /** By RFC 9110 alone. */
    public static final Verdict USUAL = new Verdict(Statuses.NONE, Statuses.NONE, Statuses.NONE, Statuses.NONE);

    SendResult on(HttpReply reply, String label, Supplier<Instant> now) {
        int status = reply.status();
        if (had.has(status)) {
            return SendResult.alreadyHad(label + " " + status);
        }
        if (success.has(status)) {
            return SendResult.delivered(label + " " + status);
        }
        if (retry.has(status)) {
            var after = reply.header("Retry-After").flatMap(text -> after(text.strip(), now.get()));
            return new SendResult.Retry(status + " from " + label, after, Scope.PACKET);
        }
        return reject.has(status) ? SendResult.reject(status + " from " + label) : reply.result();
    }

    private static Optional<Duration> after(String text, Instant now) {
        try {
            if (text.matches("[0-9]{1,10}")) {
                return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
            }
            var wait = Duration.between(now,
                    ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
            return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
        } catch (DateTimeParseException _) {
            return Optional.empty(); // a target's mistake is no reason to wait for ever
        }
    }
}
