package io.hmsbridge.core.mapping;

import java.util.Optional;

/** Keeps every version of every sheet. */
public interface SheetArchive {

    /** Keeps a version's text, as the one in force now, and gives its number. */
    int register(MappingSheet sheet);

    /** The version that was in force last under a file's name; empty if none ever was. */
    Optional<MappingSheet> last(String name);
}
