package io.hmsbridge.plugins.files;

import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.util.function.Supplier;

/** Encodes one text after the other, and refuses what the charset cannot hold instead of writing a question mark. */
final class Encoder {

    private final CharsetEncoder encoder;

    Encoder(Charset charset) {
        encoder = charset.newEncoder().onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
    }

    /** @param place names what does not fit, to begin a sentence with */
    void encode(CharBuffer text, Block into, Supplier<String> place) throws UnfitException {
        var room = into.room((int) Math.ceil(text.remaining() * (double) encoder.maxBytesPerChar()));
        if (encoder.reset().encode(text, room, true).isError()) {
            throw new UnfitException(
                    place.get() + " has a character that " + encoder.charset().name() + " cannot hold");
        }
        encoder.flush(room);
    }
}
