package io.hmsbridge.core.mapping;

import io.hmsbridge.api.Event;
import io.hmsbridge.api.Packet.Form;
import io.hmsbridge.core.mapping.Field.Origin;
import io.hmsbridge.core.mapping.Mapped.Result;
import io.hmsbridge.core.mapping.expression.Absent;
import io.hmsbridge.core.mapping.expression.Scope;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How packets for one target are made, compiled from a sheet. Immutable.
 *
 * @param when whether the target gets anything
 * @param parts what it gets a packet for each of
 * @param key of its packets, in the place of the sheet's
 * @param shadow packets are made and vetted, and never sent
 * @param full fields that have not changed are sent too
 * @param mapped fields that make a packet
 * @param added fields that go along
 * @param sources what fields are called where their values come from, see {@link Mapped.Result.Content}
 */
record TargetPlan(Optional<Rule> when, Optional<Parts> parts, Optional<Rule> key, boolean shadow, boolean full,
        Form form,
        List<Field> mapped, List<Field> added, Map<String, String> sources) {

    /** What Debezium writes for a large value that did not change. */
    private static final String NOT_TOLD = "__debezium_unavailable_value";

    /** @param most how many parts one event may make */
    record Parts(Rule of, int most) {}

    /** Takes what is made for the target with a number in its sheet. */
    interface Taker {
        void take(int index, int part, String key, Result result);
    }

    /** @param usualKey the sheet's key, or the default one */
    void map(Event event, Scope scope, String usualKey, int index, Taker taker) {
        var reached = usualKey;
        try {
            if (when.isPresent() && !when.get().holds(scope)) {
                return;
            }
            if (parts.isPresent()) {
                parts(event, scope, usualKey, index, taker);
                return;
            }
            reached = key.isPresent() ? key.get().text(scope).orElse(usualKey) : usualKey;
            taker.take(index, 0, reached, result(event, scope, null));
        } catch (RuntimeException e) {
            taker.take(index, 0, reached, failed(e));
        }
    }

    /** Whatever goes wrong in one sheet, the event is accepted, and someone sees why it made no packet. */
    private static Result failed(RuntimeException e) {
        return new Result.Failed(e instanceof MappingFailure ? e.getMessage()
                : "the sheet failed on this event: " + e.getClass().getSimpleName());
    }

    private void parts(Event event, Scope scope, String usualKey, int index, Taker taker) {
        var elements = parts.get().of.list(scope);
        if (elements.size() > parts.get().most) {
            throw new MappingFailure(parts.get().of.where(), "`for_each` found " + elements.size()
                    + " elements, and makes at most " + parts.get().most
                    + " packets; raise `max_parts` if that is meant");
        }
        if (elements.isEmpty()) {
            taker.take(index, 0, usualKey, new Result.Unchanged("`for_each` found no element"));
        }
        for (int i = 0; i < elements.size(); i++) {
            var reached = usualKey;
            try {
                var part = scope.part(elements.get(i), i);
                reached = key.isPresent() ? key.get().text(part).orElse(usualKey) : usualKey;
                taker.take(index, i + 1, reached, result(event, part, elements.get(i)));
            } catch (RuntimeException e) {
                taker.take(index, i + 1, reached, failed(e));
            }
        }
    }

    private Result result(Event event, Scope scope, Object item) {
        var content = new Content(form, mapped.size() + added.size());
        boolean unchanged = false;
        for (int i = 0; i < mapped.size(); i++) {
            unchanged |= !move(mapped.get(i), event, item, content);
        }
        if (!full && !content.hasMoved()) {
            return new Result.Unchanged(
                    unchanged ? "the event changes none of the fields" : "the event has none of the fields");
        }
        for (int i = 0; i < added.size(); i++) {
            var field = added.get(i);
            var value = field.computed(scope);
            add(field, value, content);
        }
        return content.isEmpty() ? new Result.Unchanged("the event has none of the fields")
                : new Result.Content(form, content.finished(), sources);
    }

    /** @return false if the event says that the field has not changed */
    private boolean move(Field field, Event event, Object item, Content content) {
        var origin = (Origin.Path) field.origin();
        var root = origin.ofItem() ? item : event.data();
        var now = origin.path().in(root);
        Object before = full && form == Form.FIELDS || origin.old() == null ? Absent.ABSENT : origin.old().in(root);
        if (now instanceof Absent) {
            if (before instanceof Absent || !content.remove(field.target())) {
                add(field, Absent.ABSENT, content);
            }
            return true;
        }
        if (NOT_TOLD.equals(now) || !full && !(before instanceof Absent) && field.looksTheSame(before, now)) {
            return false;
        }
        var finished = field.finished(now);
        if (!(finished instanceof Absent)) {
            content.move(field.target(), before instanceof Absent ? before : previous(field, before), finished);
        }
        return true;
    }

    /** What the target has had until now, as far as that can be told. */
    private static Object previous(Field field, Object before) {
        try {
            return field.finished(before);
        } catch (MappingFailure _) {
            return Absent.ABSENT;
        }
    }

    /** What is missing is left out, or put in by its policy; neither is a reason to send a packet. */
    private static void add(Field field, Object value, Content content) {
        var shown = value instanceof Absent ? field.substitute() : value;
        if (!(shown instanceof Absent)) {
            content.add(field.target(), shown);
        }
    }

    List<String> fields() {
        return Stream.concat(mapped.stream(), added.stream()).map(field -> field.target().text()).toList();
    }
}
