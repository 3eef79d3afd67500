package io.hmsbridge.core.governance;

/**
 * What was done with a value, without the value.
 *
 * @param dataClass what it is
 * @param field     where it stood, such as {@code crew[0].notes}
 * @param action    what was done
 * @param rule      what says so: {@code default}, or the place in the policy
 */
public record Finding(DataClass dataClass, String field, Action action, String rule) {

    /** For people: {@code ssn in notes masked (governance.yaml:3:8)}. */
    @Override
    public String toString() {
        return dataClass.label() + " in " + field + " " + action.done() + " (" + rule + ")";
    }
}
