package io.hmsbridge.plugins.jdbc;

import java.util.List;
import java.util.Map;

/**
 * What one use in a sheet writes to.
 *
 * @param table {@code table} or {@code schema.table}
 * @param key the columns that say which row or rows
 * @param where more columns and the values that rows must have, as written in the sheet
 */
public record Use(String table, Mode mode, List<String> key, Map<String, String> where) {}
