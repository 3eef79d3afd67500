package io.hmsbridge.core.json;

/** The three bytes that some editors put before UTF-8 text. */
final class ByteOrderMark {

    private ByteOrderMark() {
    }

    /** How many bytes to skip at the start. */
    static int lengthIn(byte[] text) {
        boolean marked = text.length >= 3
                && text[0] == (byte) 0xEF && text[1] == (byte) 0xBB && text[2] == (byte) 0xBF;
        return marked ? 3 : 0;
    }
}
