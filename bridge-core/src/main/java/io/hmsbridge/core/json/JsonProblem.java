package io.hmsbridge.core.json;

import java.util.Optional;

/**
 * JSON that cannot be read, or a value that cannot be written, without loss. The message names the place and what to
 * do, and never quotes a value of the document.
 */
public final class JsonProblem extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why it was refused. */
    public enum Kind {
        /** There is no document. */
        EMPTY("there is no JSON here; send one JSON document"),
        /** Not JSON. */
        MALFORMED("this is not valid JSON"),
        /** The document stops in the middle. */
        TRUNCATED("the JSON ends too early; send the whole document"),
        /** Something follows the document. */
        TRAILING_CONTENT("something follows the end of the JSON document; send exactly one document"),
        /** One object has the same key twice. */
        DUPLICATE_KEY("this key appears twice in the same object; send each key once"),
        /** Not UTF-8. */
        NOT_UTF8("these bytes are not UTF-8; send the JSON in UTF-8"),
        /** A NUL character. */
        NUL("a NUL character (\\u0000) cannot be stored; leave it out"),
        /** Half of a surrogate pair. */
        LONE_SURROGATE("half of a surrogate pair is not a character; send both halves or neither"),
        /** Nested beyond {@link ExactJson#MAX_DEPTH}. */
        TOO_DEEP("lists and objects are nested deeper than " + ExactJson.MAX_DEPTH + " levels"),
        /** Beyond {@link ExactJson#MAX_DIGITS} or {@link ExactJson#MAX_EXPONENT}. */
        NUMBER_OUT_OF_RANGE("this number has more than 1,000 digits or an exponent beyond 1,000 and would have to be"
                + " rounded; send it as text"),
        /** A text longer than {@link ExactJson#MAX_TEXT} or a key longer than {@link ExactJson#MAX_KEY}. */
        TOO_LONG("a text or key is longer than the limit"),
        /** A value to be written is not of the closed set. */
        UNKNOWN_TYPE("this value is not of a type that JSON can carry exactly");

        private final String sentence;

        Kind(String sentence) {
            this.sentence = sentence;
        }

        String sentence() {
            return sentence;
        }
    }

    private final Kind kind;
    private final String path;
    private final transient JsonPlace place;

    /** The place is null where a value was to be written. */
    JsonProblem(Kind kind, String path, JsonPlace place) {
        this(kind, kind.sentence, path, place);
    }

    JsonProblem(Kind kind, String sentence, String path, JsonPlace place) {
        super(path + (place == null ? "" : " at " + place) + ": " + sentence);
        this.kind = kind;
        this.path = path;
        this.place = place;
    }

    /** Why it was refused. */
    public Kind kind() {
        return kind;
    }

    /** The JSON path of the value or key at fault, for instance {@code $.data.rates[3].new}. */
    public String path() {
        return path;
    }

    /** Where in the document; empty when writing. */
    public Optional<JsonPlace> place() {
        return Optional.ofNullable(place);
    }
}
