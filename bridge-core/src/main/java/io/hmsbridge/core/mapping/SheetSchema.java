package io.hmsbridge.core.mapping;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The JSON Schema of mapping sheets, by which editors complete and check them as they are written. */
public final class SheetSchema {

    private SheetSchema() {}

    /** The schema (2020-12) as JSON. */
    public static String text() {
        try (var in = SheetSchema.class.getResourceAsStream("mapping-sheet.schema.json")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
