/**
 * The extension points of HMS Bridge and their few value types: everything a connector author needs.
 *
 * <p>This package depends on the JDK and PF4J's marker interface alone, so a plugin may bundle any version of any
 * library. It follows semantic versioning from {@value io.hmsbridge.api.ApiVersion#CURRENT}.
 *
 * <h2>Values</h2>
 *
 * Data of events and packets is made of a closed set of types, the exact image of JSON: {@code null},
 * {@link java.lang.Boolean}, {@link java.lang.String}, {@link java.lang.Long} for every integer that fits,
 * {@link java.math.BigInteger} for larger ones, {@link java.math.BigDecimal} for every other number with its digits as
 * written, {@link java.util.List} and {@link java.util.Map} with string keys in the order written. Lists and maps are
 * unmodifiable and may hold {@code null}. There is never a {@code double}: no number is rounded on its way.
 * {@link io.hmsbridge.api.Values#of} brings other numbers into this form.
 *
 * <h2>Nullness</h2>
 *
 * No method takes or returns {@code null} unless its Javadoc says so; the one exception is the JSON {@code null} inside
 * data. A text that an event lacks is the empty string.
 */
package io.hmsbridge.api;
