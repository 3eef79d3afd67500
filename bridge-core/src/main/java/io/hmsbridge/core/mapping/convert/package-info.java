/** Conversions of single values: numbers, texts of fixed width, dates with zones, units. Pure, and without rounding unless asked. */
package io.hmsbridge.core.mapping.convert;
