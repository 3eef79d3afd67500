/**
 * JSONata in mapping sheets: expressions over a whole event, bounded in steps, depth and size, that never compute with a
 * number which a double cannot hold. The library's types do not leave this package.
 */
package io.hmsbridge.core.mapping.expression;
