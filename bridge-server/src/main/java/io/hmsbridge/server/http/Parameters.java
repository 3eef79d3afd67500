package io.hmsbridge.server.http;

import io.helidon.webserver.http.ServerRequest;
import io.hmsbridge.core.problem.ProblemCode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/** A request's query parameters, refused by name if unknown, doubled or not of their form. */
final class Parameters {

    private static final Pattern DURATION = Pattern.compile("([0-9]{1,6})(ms|s|m)");

    private final io.helidon.common.parameters.Parameters query;

    private Parameters(io.helidon.common.parameters.Parameters query) {
        this.query = query;
    }

    static Parameters of(ServerRequest request, String... known) {
        var query = request.query();
        var names = Set.of(known);
        for (var name : query.names()) {
            if (!names.contains(name)) {
                throw bad(name, known.length == 0 ? "is unknown: there are no parameters here"
                        : "is unknown; known are " + String.join(", ", known));
            }
            if (query.all(name).size() > 1) {
                throw bad(name, "occurs more than once");
            }
        }
        return new Parameters(query);
    }

    Optional<String> text(String name) {
        return query.first(name).asOptional();
    }

    OptionalLong number(String name, long least, long most) {
        var text = text(name);
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        try {
            long number = Long.parseLong(text.get());
            if (number >= least && number <= most) {
                return OptionalLong.of(number);
            }
        } catch (NumberFormatException _) {
            // answered below, like a number out of range
        }
        throw bad(name, "must be a whole number from " + least + (most == Long.MAX_VALUE ? "" : " to " + most));
    }

    /** True if it is there as {@code true}; false if not, or as {@code false}. */
    boolean flag(String name) {
        return switch (text(name).orElse("false")) {
            case "true" -> true;
            case "false" -> false;
            default -> throw bad(name, "must be true or false");
        };
    }

    Optional<Duration> duration(String name, Duration most) {
        return text(name).map(text -> duration(text).filter(duration -> duration.compareTo(most) <= 0)
                .orElseThrow(() -> bad(name,
                        "must be a duration such as 500ms or 5s, at most " + most.toSeconds() + "s")));
    }

    /** Empty if the text is none. */
    static Optional<Duration> duration(String text) {
        var matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long amount = Long.parseLong(matcher.group(1));
        return Optional.of(switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            default -> Duration.ofMinutes(amount);
        });
    }

    Optional<Instant> time(String name) {
        return text(name).map(text -> {
            try {
                return Instant.parse(text);
            } catch (DateTimeException _) {
                throw bad(name, "must be a time such as 2026-12-07T00:00:00Z");
            }
        });
    }

    static HttpProblem bad(String name, String what) {
        var shown = shown(name);
        return new HttpProblem(400, ProblemCode.BAD_PARAMETER, "the parameter \"" + shown + "\" " + what)
                .with("parameter", shown);
    }

    /** A name that a client thought of, fit to be shown: one line, bounded. */
    static String shown(String name) {
        return name.codePoints().limit(40).map(c -> Character.isISOControl(c) ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
    }
}
