package io.hmsbridge.core.mapping;

import java.util.Map;

/**
 * What one target gets of one event, before it is vetted.
 *
 * @param target the target's number
 * @param sheet the number of the sheet's version
 * @param key packets of one target and key keep their order
 * @param fields in the target's names; empty if nothing changed
 * @param detail why there are no fields, or empty
 */
public record Mapped(int target, String targetName, int sheet, String key, Map<String, Object> fields, String detail) {}
