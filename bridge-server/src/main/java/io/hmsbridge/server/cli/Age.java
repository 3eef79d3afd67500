package io.hmsbridge.server.cli;

import java.time.Duration;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A length of time as people write it. */
final class Age implements ITypeConverter<Duration> {

    private static final Pattern TEXT = Pattern.compile("(\\d{1,6})([smhd])");

    @Override
    public Duration convert(String text) {
        var matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new TypeConversionException("must be a length of time such as 30m, 24h or 7d");
        }
        long count = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }

    /** A length of time as people read it, in its largest unit. */
    static String text(Duration age) {
        if (age.compareTo(Duration.ofDays(2)) >= 0) {
            return age.toDays() + "d";
        }
        if (age.compareTo(Duration.ofHours(2)) >= 0) {
            return age.toHours() + "h";
        }
        return age.compareTo(Duration.ofMinutes(2)) >= 0 ? age.toMinutes() + "m" : Math.max(0, age.toSeconds()) + "s";
    }
}
