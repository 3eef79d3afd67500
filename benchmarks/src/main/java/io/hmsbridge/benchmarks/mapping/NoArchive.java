package io.hmsbridge.benchmarks.mapping;

import io.hmsbridge.core.mapping.MappingSheet;
import io.hmsbridge.core.mapping.SheetArchive;
import java.util.Optional;

/** Keeps nothing: there is no ledger in this benchmark. */
final class NoArchive implements SheetArchive {

    private int versions;

    @Override
    public int register(MappingSheet sheet) {
        return ++versions;
    }

    @Override
    public Optional<MappingSheet> last(String name) {
        return Optional.empty();
    }
}
