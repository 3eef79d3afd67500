package io.hmsbridge.core.mapping;

import io.hmsbridge.core.mapping.convert.Conversion;
import io.hmsbridge.core.mapping.convert.ConversionException;
import io.hmsbridge.core.mapping.expression.Absent;
import io.hmsbridge.core.mapping.expression.Expression;
import io.hmsbridge.core.mapping.expression.ExpressionException;
import io.hmsbridge.core.mapping.expression.Scope;
import java.util.Optional;

/**
 * One field of a packet.
 *
 * @param target where it goes
 * @param origin where its value comes from
 * @param lookup a table it goes through first
 * @param conversion what is done with it then
 * @param missing what becomes of it if there is no value
 * @param where the sheet's line, for messages
 */
record Field(TargetPath target, Origin origin, Optional<Lookup> lookup, Conversion conversion, Missing missing,
        String where) {

    /** Where a value comes from. */
    sealed interface Origin {

        /**
         * Inside the data, or inside an element.
         *
         * @param old where the value before the change stands; null if nowhere
         */
        record Path(String text, SourcePath path, SourcePath old, boolean ofItem) implements Origin {}

        /** An expression. */
        record Computed(Expression expression) implements Origin {}

        /** The sheet itself. */
        record Constant(Object value) implements Origin {}
    }

    /** The value as computed or as it stands in the sheet; {@link Absent} if there is none. */
    Object computed(Scope scope) {
        return switch (origin) {
            case Origin.Computed(var expression) -> {
                try {
                    yield finished(expression.evaluate(scope));
                } catch (ExpressionException e) {
                    throw new MappingFailure(where, "the expression failed: " + e.getMessage());
                }
            }
            case Origin.Constant(var value) -> value;
            case Origin.Path _ -> throw new IllegalStateException("a path is not computed");
        };
    }

    /** The value after its table and its conversion. */
    Object finished(Object value) {
        if (value instanceof Absent || lookup.isEmpty() && conversion == null) {
            return value;
        }
        var looked = lookup.isPresent() ? lookup.get().of(value, where) : value;
        if (looked == null || looked instanceof Absent || conversion == null) {
            return looked;
        }
        try {
            return conversion.apply(looked);
        } catch (ConversionException e) {
            throw new MappingFailure(where, "the value cannot be converted: " + e.getMessage());
        }
    }

    /** Whether the target would see no difference between two values. */
    boolean looksTheSame(Object before, Object now) {
        if (Change.isNone(before, now)) {
            return true;
        }
        if (lookup.isEmpty() && conversion == null) {
            return false;
        }
        try {
            return Change.isNone(finished(before), finished(now));
        } catch (MappingFailure _) {
            return false; // told of where the new value is converted, if it is that one
        }
    }

    /** A value for one that is missing; {@link Absent} to leave the field out. */
    Object substitute() {
        return switch (missing) {
            case Missing.Omit _ -> Absent.ABSENT;
            case Missing.Value(var value) -> value;
            case Missing.Dead _ ->
                    throw new MappingFailure(where, "the event has no value for it, and `missing` says dead");
        };
    }
}
