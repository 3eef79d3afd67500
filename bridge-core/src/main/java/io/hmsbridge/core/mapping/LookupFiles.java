package io.hmsbridge.core.mapping;

import java.util.Optional;

/** Finds the files that lookup tables come from. */
@FunctionalInterface
interface LookupFiles {

    /** None at all. */
    LookupFiles NONE = _ -> Optional.empty();

    /** The content of a file, by its path from the sheet's folder; empty if there is none. */
    Optional<byte[]> read(String path);
}
