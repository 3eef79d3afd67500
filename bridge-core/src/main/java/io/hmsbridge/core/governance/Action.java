package io.hmsbridge.core.governance;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a policy does with a value. */
public enum Action {
    /** It leaves as it is. */
    ALLOW("allowed"),
    /** Its letters and digits become stars; its form is kept. */
    MASK("masked"),
    /** It becomes a keyed hash: equal values stay equal, and none can be guessed without the key. */
    HASH("hashed"),
    /** Its whole field is left out. */
    DROP("dropped"),
    /** The packet does not leave. */
    BLOCK("blocked");

    private final String done;

    Action(String done) {
        this.done = done;
    }

    /** The name in a policy. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What was done, in a sentence. */
    public String done() {
        return done;
    }

    static Optional<Action> find(String label) {
        return Arrays.stream(values()).filter(one -> one.label().equals(label)).findFirst();
    }

    static List<String> labels() {
        return Arrays.stream(values()).map(Action::label).toList();
    }
}
