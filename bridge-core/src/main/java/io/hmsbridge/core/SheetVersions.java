package io.hmsbridge.core;

import io.hmsbridge.core.ledger.Ledger;
import io.hmsbridge.core.mapping.MappingSheet;
import io.hmsbridge.core.mapping.SheetArchive;
import io.hmsbridge.core.mapping.SheetReader;
import io.hmsbridge.core.mapping.TargetMapping;
import io.hmsbridge.core.outbox.SheetUses;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Every version of every sheet by its number: those in force at hand, earlier ones from the ledger. */
final class SheetVersions implements SheetArchive, SheetUses {

    private final Ledger ledger;
    private final Map<Integer, MappingSheet> byNumber = new ConcurrentHashMap<>();

    SheetVersions(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public int register(MappingSheet sheet) {
        int number = ledger.sheet(sheet.name(), sheet.version().hash(), sheet.version().content());
        byNumber.put(number, sheet);
        return number;
    }

    @Override
    public Optional<MappingSheet> last(String name) {
        return ledger.lastSheet(name)
                .flatMap(text -> SheetReader.read(name, text.getBytes(StandardCharsets.UTF_8)).sheet());
    }

    @Override
    public Map<String, Object> with(int number, String target) {
        return sheet(number).targets().stream().filter(t -> t.target().equals(target)).findFirst()
                .map(TargetMapping::with).orElse(Map.of());
    }

    /**
     * What fields of its packets were called where their values come from, by their paths. For a target that a sheet does not know, since
     * packets were redirected to it, those of all its targets.
     *
     * @param number 0 for no sheet
     * @throws IllegalStateException if the sheet can no longer be read
     */
    Map<String, String> sources(int number, String target) {
        if (number == 0) {
            return Map.of();
        }
        var targets = sheet(number).targets();
        return targets.stream().filter(t -> t.target().equals(target)).findFirst().map(TargetMapping::sources)
                .orElseGet(() -> targets.stream().flatMap(t -> t.sources().entrySet().stream())
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (first, _) -> first)));
    }

    /** @throws IllegalStateException if it can no longer be read */
    MappingSheet sheet(int number) {
        return byNumber.computeIfAbsent(number, this::load);
    }

    private MappingSheet load(int number) {
        var text = ledger.sheet(number);
        return SheetReader.read(text.name(), text.content().getBytes(StandardCharsets.UTF_8)).sheet()
                .orElseThrow(() -> new IllegalStateException(
                        "version %d of %s is no longer readable".formatted(number, text.name())));
    }
}
