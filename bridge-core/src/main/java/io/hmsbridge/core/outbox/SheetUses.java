package io.hmsbridge.core.outbox;

import java.util.Map;

/** What sheets say under {@code with:}. */
@FunctionalInterface
public interface SheetUses {

    /** The {@code with:} of a target in the sheet's version of that number, as written. */
    Map<String, Object> with(int sheet, String target);
}
