package io.hmsbridge.core.mapping;

import io.hmsbridge.api.Event;
import io.hmsbridge.core.mapping.expression.Scope;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The sheets in force at one moment. Immutable: an event is mapped by one such set from end to end. */
final class Sheets {

    static final Sheets NONE = new Sheets(List.of());

    /** How many types are remembered; events of further ones are looked up each time. */
    private static final int MOST_TYPES = 10_000;
    /** Types have few words; one made of a thousand must not cost more. */
    private static final int MOST_WORDS = 32;

    private final List<LiveSheet> all;
    private final PatternTree<LiveSheet> tree = new PatternTree<>();
    private final Map<String, List<LiveSheet>> byType = new ConcurrentHashMap<>();

    Sheets(Collection<LiveSheet> live) {
        all = List.copyOf(live);
        all.forEach(sheet -> sheet.sheet().events().forEach(pattern -> tree.add(pattern, sheet)));
    }

    /** What each target gets of the event; empty if no sheet matches. */
    List<Mapped> map(Event event) {
        var matching = byType.get(event.type());
        if (matching == null) {
            matching = find(event.type());
        }
        if (matching.isEmpty()) {
            return List.of();
        }
        var mapped = new ArrayList<Mapped>(4);
        var scope = Scope.of(event);
        for (int i = 0; i < matching.size(); i++) {
            int before = mapped.size();
            matching.get(i).map(event, scope, mapped);
            if (i > 0) {
                refuseSecondClaims(mapped, before);
            }
        }
        return mapped;
    }

    private List<LiveSheet> find(String type) {
        var found = new LinkedHashSet<LiveSheet>();
        tree.find(List.of(type.split("\\.", MOST_WORDS)), found);
        var matching = all.stream().filter(found::contains).toList();
        if (byType.size() < MOST_TYPES) {
            byType.put(type, matching);
        }
        return matching;
    }

    /** Two sheets that both have a packet for one target contradict each other; the second one's ends dead, for all to see. */
    private static void refuseSecondClaims(List<Mapped> mapped, int from) {
        for (int i = from; i < mapped.size(); i++) {
            var second = mapped.get(i);
            for (int j = from - 1; j >= 0; j--) {
                if (mapped.get(j).target() == second.target()) {
                    int part = mapped.stream().filter(m -> m.target() == second.target()).mapToInt(Mapped::part).max()
                            .orElse(0) + 1;
                    mapped.set(i, second.as(part, new Mapped.Result.Failed(
                            "another sheet maps this event to " + second.targetName()
                                    + " too; let one of them have it")));
                    break;
                }
            }
        }
    }
}
