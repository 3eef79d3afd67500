package io.hmsbridge.plugins.files;

import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.function.Supplier;

/** Encodes text, and refuses what the charset cannot hold instead of writing a question mark. */
record Encoding(Charset charset) {

    /** @throws IllegalArgumentException if there is no such charset; the message is for people */
    static Encoding of(String name) {
        try {
            return new Encoding(Charset.forName(name));
        } catch (UnsupportedCharsetException | IllegalCharsetNameException e) {
            throw new IllegalArgumentException(
                    "there is no charset '" + name + "'; use UTF-8, US-ASCII, Cp037 or Cp1047, for instance", e);
        }
    }

    /** @param place names what does not fit, to begin a sentence with */
    byte[] encode(String text, Supplier<String> place) throws UnfitException {
        try {
            var bytes = charset.newEncoder().onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT).encode(CharBuffer.wrap(text));
            var exact = new byte[bytes.remaining()];
            bytes.get(exact);
            return exact;
        } catch (CharacterCodingException _) {
            throw new UnfitException(place.get() + " has a character that " + charset.name() + " cannot hold");
        }
    }

    boolean canHold(String text) {
        return charset.newEncoder().canEncode(text);
    }
}
