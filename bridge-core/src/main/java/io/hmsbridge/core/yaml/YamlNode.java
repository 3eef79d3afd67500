package io.hmsbridge.core.yaml;

/** A value in a document, with its place. Immutable. */
public sealed interface YamlNode permits YamlMap, YamlList, YamlScalar {

    /** Where it begins. */
    Position position();

    /**
     * The value as plain JDK values: null, Boolean, String, Long, BigInteger, BigDecimal, and unmodifiable
     * {@code List<Object>} and {@code Map<String, Object>} in the document's order.
     */
    Object toValue();

    /** What it is, for messages: "a map", "a list", "text", "a number", ... */
    String kind();
}
