/**
 * Exact JSON: bytes to plain JDK values and back, with no number ever rounded.
 *
 * <p>The value types are a closed set: {@code null}, {@link java.lang.Boolean}, {@link java.lang.String},
 * {@link java.lang.Long} (every integer that fits), {@link java.math.BigInteger} (larger integers),
 * {@link java.math.BigDecimal} (all other numbers, digits as written), {@code List<Object>} and
 * {@code Map<String, Object>}. Uses no other package of the bridge.
 */
package io.hmsbridge.core.json;
