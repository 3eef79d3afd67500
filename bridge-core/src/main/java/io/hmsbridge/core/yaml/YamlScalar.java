package io.hmsbridge.core.yaml;

/**
 * A single value.
 *
 * @param position where it begins
 * @param text     as written, without quotes
 * @param toValue  what it means: null, Boolean, String, Long, BigInteger or BigDecimal (see {@link YamlDocument})
 */
public record YamlScalar(Position position, String text, Object toValue) implements YamlNode {

    /** Whether it stands for no value at all ({@code key:}, {@code ~} or {@code null}). */
    public boolean isNull() {
        return toValue == null;
    }

    @Override
    public String kind() {
        return switch (toValue) {
            case null -> "empty";
            case String _ -> "text";
            case Boolean _ -> "true or false";
            default -> "a number";
        };
    }
}
