package io.hmsbridge.core.outbox;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** So many packets in so long: {@code 50/s}. */
public record Rate(long packets, Duration per) {

    private static final Pattern FORM = Pattern.compile("([0-9]{1,9})\\s*/\\s*(s|min|h|d)");

    /** @throws IllegalArgumentException if nothing could ever be sent, or more than can be told apart */
    public Rate {
        if (packets < 1) {
            throw new IllegalArgumentException("a rate must let at least 1 packet pass; to stop a target, pause it");
        }
        if (per.toNanos() / packets < 1_000) {
            throw new IllegalArgumentException("a rate above 1,000,000/s limits nothing; leave it out");
        }
    }

    /**
     * Reads a rate such as {@code 50/s}, {@code 600/min}, {@code 1000/h}; empty if it is written otherwise.
     *
     * @throws IllegalArgumentException as the constructor does
     */
    public static Optional<Rate> parse(String text) {
        var form = FORM.matcher(text.strip());
        return form.matches() ? Optional.of(new Rate(Long.parseLong(form.group(1)), switch (form.group(2)) {
            case "s" -> Duration.ofSeconds(1);
            case "min" -> Duration.ofMinutes(1);
            case "h" -> Duration.ofHours(1);
            default -> Duration.ofDays(1);
        })) : Optional.empty();
    }

    /** So many parts of it in so many. */
    Rate part(int parts, int of) {
        return parts == of ? this : new Rate(packets * parts, per.multipliedBy(of));
    }

    /** As it is written. */
    @Override
    public String toString() {
        return packets + "/" + switch ((int) per.toSeconds()) {
            case 1 -> "s";
            case 60 -> "min";
            case 3_600 -> "h";
            default -> "d";
        };
    }
}
