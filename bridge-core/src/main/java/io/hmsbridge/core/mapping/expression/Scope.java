package io.hmsbridge.core.mapping.expression;

import io.hmsbridge.api.Event;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What expressions see of one event: its attributes by their CloudEvents names, its {@code data}, and for a part its
 * {@code item} and {@code index}. Made when the first expression asks. Used by one thread.
 */
public final class Scope {

    private final Event event;
    private final Scope whole;
    private final Object item;
    private final int index;
    private Map<String, Object> root;

    private Scope(Event event, Scope whole, Object item, int index) {
        this.event = event;
        this.whole = whole;
        this.item = item;
        this.index = index;
    }

    /** Of a whole event. */
    public static Scope of(Event event) {
        return new Scope(event, null, null, 0);
    }

    /** Of one element; {@code index} counts from 0. */
    public Scope part(Object element, int elementIndex) {
        return new Scope(event, this, element, elementIndex);
    }

    Map<String, Object> root() {
        if (root == null) {
            root = whole == null ? attributes() : partOf(whole.root());
        }
        return root;
    }

    long millis() {
        return event.time().toEpochMilli();
    }

    private Map<String, Object> partOf(Map<String, Object> all) {
        var part = new LinkedHashMap<>(all);
        part.put("item", Conversions.in(item));
        part.put("index", (long) index);
        return part;
    }

    private Map<String, Object> attributes() {
        var attributes = new LinkedHashMap<String, Object>();
        event.extensions().forEach((name, value) -> attributes.put(name, Conversions.in(value)));
        attributes.put("id", event.id());
        attributes.put("source", event.source());
        attributes.put("type", event.type());
        if (!event.subject().isEmpty()) {
            attributes.put("subject", event.subject());
        }
        attributes.put("time", event.time().toString());
        attributes.put("data", Conversions.in(event.data()));
        return attributes;
    }
}
