package io.hmsbridge.core.mapping;

import io.hmsbridge.api.Packet.Form;
import java.util.Map;

/**
 * What one target gets of one event, before it is vetted.
 *
 * @param target the target's number
 * @param sheet the number of the sheet's version
 * @param part 0, or from 1 on where the event makes several packets for the target
 * @param key packets of one target and key keep their order
 * @param shadow it is to be vetted and kept, and not sent
 */
public record Mapped(int target, String targetName, int sheet, int part, String key, boolean shadow,
        Timing timing, Result result) {

    /** What mapping came to. */
    public sealed interface Result {

        /**
         * Something to send.
         *
         * @param content a map, or a list of operations in the form {@link Form#JSON_PATCH}
         * @param sources what fields were called where their values come from, by their paths here; of those that are called otherwise
         */
        record Content(Form form, Object content, Map<String, String> sources) implements Result {}

        /** Nothing to send. */
        record Unchanged(String why) implements Result {}

        /** What the sheet asks for cannot be made of this event. */
        record Failed(String why) implements Result {}
    }

    Mapped as(int otherPart, Result otherResult) {
        return new Mapped(target, targetName, sheet, otherPart, key, shadow, timing, otherResult);
    }
}
