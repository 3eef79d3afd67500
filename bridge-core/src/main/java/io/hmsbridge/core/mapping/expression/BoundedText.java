package io.hmsbridge.core.mapping.expression;

/** A text that counts how often a pattern looks at it. */
record BoundedText(CharSequence text, Bounds bounds) implements CharSequence {

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public char charAt(int index) {
        bounds.look();
        return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return new BoundedText(text.subSequence(start, end), bounds);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
