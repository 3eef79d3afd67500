package io.hmsbridge.core.mapping;

import io.hmsbridge.api.Event;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The sheets in force at one moment. Immutable: an event is mapped by one such set from end to end. */
final class Sheets {

    static final Sheets NONE = new Sheets(List.of());

    private final Map<String, List<LiveSheet>> byType;

    Sheets(Collection<LiveSheet> live) {
        byType = live.stream().collect(Collectors.groupingBy(s -> s.sheet().sourceEvent()));
    }

    /** What each target gets of the event; empty if no sheet matches. */
    List<Mapped> map(Event event) {
        var matching = byType.get(event.type());
        if (matching == null) {
            return List.of();
        }
        var mapped = new ArrayList<Mapped>();
        matching.forEach(sheet -> sheet.map(event, mapped));
        return mapped;
    }
}
