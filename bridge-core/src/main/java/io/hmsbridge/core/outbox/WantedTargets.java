package io.hmsbridge.core.outbox;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * As what each target is to run: as it is declared, else with its connector's default settings; on which sheets have the last word.
 * Guarded by the outbox.
 */
final class WantedTargets {

    private final List<String> networks;
    private Map<String, TargetSpec> declared = Map.of();
    /** Targets that are not declared, and their connectors. */
    private final Map<String, String> implied = new HashMap<>();
    private UnaryOperator<TargetSpec> lastWord = UnaryOperator.identity();

    /** @param networks in which targets that are not declared may be reached */
    WantedTargets(List<String> networks) {
        this.networks = List.copyOf(networks);
    }

    void declare(Collection<TargetSpec> specs) {
        declared = new HashMap<>();
        specs.forEach(spec -> declared.put(spec.name(), spec));
    }

    /** Someone has packets for a target, or will have. */
    void imply(String name, String connector) {
        if (!declared.containsKey(name)) {
            implied.put(name, connector);
        }
    }

    /** Packets wait for a target that may be known better. */
    void awaited(String name, String connector) {
        implied.putIfAbsent(name, connector);
    }

    void lastWord(UnaryOperator<TargetSpec> word) {
        lastWord = word;
    }

    TargetSpec of(String name) {
        var spec = declared.get(name);
        return lastWord.apply(spec != null ? spec : TargetSpec.of(name, implied.get(name)).in(networks));
    }

    Map<String, TargetSpec> all() {
        var all = new TreeMap<String, TargetSpec>();
        implied.keySet().forEach(name -> all.put(name, of(name)));
        declared.keySet().forEach(name -> all.put(name, of(name)));
        return all;
    }
}
