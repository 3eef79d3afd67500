package io.hmsbridge.server.cli;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A moment as people write it: a time with its zone, or how long from now. */
final class Moment implements ITypeConverter<Instant> {

    @Override
    public Instant convert(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException _) {
            return ahead(text);
        }
    }

    private static Instant ahead(String text) {
        try {
            return Instant.now().truncatedTo(ChronoUnit.SECONDS).plus(new Age().convert(text));
        } catch (TypeConversionException _) {
            throw new TypeConversionException(
                    "must be a time such as 2026-12-07T09:00:00Z or 2026-12-07T09:00-05:00, or a length of time such as 2h");
        }
    }
}
