package io.hmsbridge.plugins.soap;

import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import javax.xml.namespace.QName;

/** What an element may hold. */
sealed interface Shape {

    /**
     * A value.
     *
     * @param choices the only texts allowed; empty for any
     * @param longest the most characters
     */
    record Value(Simple type, Set<String> choices, int longest) implements Shape {

        static Value of(Simple type) {
            return new Value(type, Set.of(), Integer.MAX_VALUE);
        }
    }

    /**
     * Elements, in their order, and attributes.
     *
     * @param text what stands between the tags where there are no elements, or null
     */
    record Parts(List<Part> elements, List<Part> attributes, Value text) implements Shape {}

    /**
     * An element or an attribute.
     *
     * @param shape asked for late, since a type may hold itself
     */
    record Part(QName name, Supplier<Shape> shape, boolean isRequired, boolean isList, boolean isNillable,
            String doc) {}
}
