package io.hmsbridge.plugins.files;

import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;

/** A charset that text is written in. */
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

    Encoder encoder() {
        return new Encoder(charset);
    }

    /** The line of a header or trailer record. */
    byte[] line(String text) throws UnfitException {
        var line = new Block();
        encoder().encode(CharBuffer.wrap(text), line, () -> "a header or trailer");
        return line.toBytes();
    }

    boolean canHold(String text) {
        return charset.newEncoder().canEncode(text);
    }
}
