package io.hmsbridge.core.governance;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a policy says of fields whose names do not say it, or say something else.
 *
 * @param named by name, or by path without the places in lists: {@code crew.badge}
 * @param byPath whether one of them is a path
 */
record SaidFields(Map<String, DataClass> named, boolean byPath) {

    /** In the place of a class: nothing that is to be protected, unless it is found by content. */
    static final DataClass NOTHING = new DataClass("none", 0);
    /** Stands for every field. */
    static final String ALL = "*";

    static SaidFields of(Map<String, DataClass> named) {
        return new SaidFields(Map.copyOf(named), named.keySet().stream().anyMatch(name -> name.indexOf('.') > 0));
    }

    /** Whether the policy knows a field by its name. */
    boolean know(String name) {
        return named.containsKey(name) || named.containsKey(ALL);
    }

    /**
     * What a field holds.
     *
     * @param key its own name, or in a JSON Patch its path
     * @param path the steps to it
     * @param byName what its name says
     */
    Optional<DataClass> of(String key, List<String> path, Optional<DataClass> byName) {
        if (named.isEmpty()) {
            return byName;
        }
        var said = byPath ? named.getOrDefault(bare(path), named.get(key)) : named.get(key);
        int dot = said == null ? key.lastIndexOf('.') : -1;
        said = dot < 0 ? said : named.get(key.substring(dot + 1));
        return said == null ? byName : Optional.of(said).filter(one -> !one.equals(NOTHING));
    }

    /** A path without the places in lists. */
    static String bare(List<String> path) {
        return path.stream().filter(step -> !step.startsWith("[")).collect(Collectors.joining("."))
                .replaceAll("\\.[0-9]+(?=\\.|$)", "");
    }
}
