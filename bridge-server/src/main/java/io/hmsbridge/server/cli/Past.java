package io.hmsbridge.server.cli;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A moment that is past, as people write it: a time with its zone, or how long ago. */
final class Past implements ITypeConverter<Instant> {

    @Override
    public Instant convert(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException _) {
            return ago(text);
        }
    }

    private static Instant ago(String text) {
        try {
            return Instant.now().truncatedTo(ChronoUnit.MILLIS).minus(new Age().convert(text));
        } catch (TypeConversionException _) {
            throw new TypeConversionException(
                    "must be a time such as 2026-12-07T09:00:00Z or 2026-12-07T09:00-05:00, or how long ago, such as 90d");
        }
    }
}
