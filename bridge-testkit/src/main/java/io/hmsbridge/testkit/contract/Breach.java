package io.hmsbridge.testkit.contract;

/** A point of its contract that an extension broke, with the message agreed for it. */
public enum Breach {
    NOT_EXACT("a packet did not arrive complete and exact"),
    NOT_DEDUPLICATED("DEDUPLICATES is declared, but one idempotency key had two effects"),
    NOT_ORDERED("ORDERS is declared, but an older sequence had its effect after a newer one"),
    WRONG_OUTCOME("a failure of the target was taken for another"),
    NOT_IN_TIME("a call did not end in time"),
    NOT_INTERRUPTIBLE("a call went on after it was interrupted"),
    LEFT_OPEN("something was left open after close"),
    NOT_CONCURRENT("packets sent at once were lost or mixed up"),
    NOT_ONE_BY_ONE("BATCHES is declared, but a batch has not one true result for each packet, in order"),
    PROBE_WRONG("PROBES is declared, but the probe does not tell awake from asleep"),
    PREVIEW_WRONG("PREVIEWS is declared, but a preview is missing, or it was sent"),
    READ_WRONG("READS is declared, but what was sent is not read back"),
    FIELDS_WRONG("DESCRIBES is declared, but its fields are not described"),
    FILLS_MEMORY("an answer without end was taken into memory"),
    FORM_NOT_REFUSED("JSON_PATCH is not declared, but a JSON Patch was not rejected"),
    SECRET_SHOWN("a secret was shown"),
    PAYLOAD_SHOWN("a packet's content was shown"),
    SECRET_NOT_SET("the counterpart's settings leave out a secret, so that its hiding cannot be tested"),
    SETTINGS_WRONG("the settings do not report every problem at once by name, or are not documented"),
    NOT_CREATED("a target that is down kept the connector from being created"),
    MISNAMED("its name is none that a policy can use, or changes"),
    MISSED("a value of the class was not found where it stands"),
    FOUND_WRONGLY("something was found that is no value of the class"),
    OUT_OF_TEXT("what was found does not lie within the text"),
    OBJECTED_WRONGLY("a packet that may leave was objected to, or one that must not leave was not"),
    QUOTED("a value was quoted"),
    CHANGED("what was given was changed"),
    FAILED("it threw, or answered null, instead of answering"),
    NOT_STEADY("the same question was answered in two ways, alone or by many threads at once"),
    NOT_DECLARED("the connector can do more than it declares; declare it or take it out");

    private final String message;

    Breach(String message) {
        this.message = message;
    }

    /** The message agreed; a failed check adds what it saw. */
    public String message() {
        return message;
    }

    AssertionError because(String seen) {
        return new AssertionError(message + ": " + seen);
    }

    void unless(boolean kept, String seen) {
        if (!kept) {
            throw because(seen);
        }
    }
}
