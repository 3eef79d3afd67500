package io.hmsbridge.core.mapping;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.hmsbridge.core.yaml.MapReader;
import io.hmsbridge.core.yaml.Suggestion;
import io.hmsbridge.core.yaml.YamlMap;
import io.hmsbridge.core.yaml.YamlScalar;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads the lookup tables of one sheet, from the sheet itself or from CSV files beside it. */
final class LookupReader {

    private static final int LARGEST = 1 << 20;

    private final LookupFiles files;
    private final Map<String, byte[]> used = new TreeMap<>();

    LookupReader(LookupFiles files) {
        this.files = files;
    }

    /** The files that tables came from, by their paths. */
    Map<String, byte[]> used() {
        return used;
    }

    /** Every table by its name; texts are the keys. */
    Map<String, Map<String, Object>> read(MapReader lookups) {
        var tables = new LinkedHashMap<String, Map<String, Object>>();
        for (var name : lookups.keys()) {
            tables.put(name, table(lookups, name));
        }
        return tables;
    }

    private Map<String, Object> table(MapReader lookups, String name) {
        return switch (lookups.node(name).orElse(null)) {
            case YamlScalar path -> file(lookups, name, path.text(), "", "");
            case YamlMap map when map.entries().containsKey("file") -> {
                var file = lookups.child(name).allowOnly("file", "key", "value");
                yield file(file, "file", file.text("file").required(), file.text("key").orElse(""),
                        file.text("value").orElse(""));
            }
            case YamlMap map -> map.toValue();
            case null, default -> {
                lookups.errorAtKey(name, "a lookup table is a map of keys and values, or the name of a CSV file", "");
                yield Map.of();
            }
        };
    }

    private Map<String, Object> file(MapReader map, String at, String path, String key, String value) {
        if (path.startsWith("/") || path.contains("\\") || List.of(path.split("/")).contains("..")
                || path.codePoints().anyMatch(Character::isISOControl)) {
            map.error(at, "a lookup file must lie in the sheet's folder or below it", "");
            return Map.of();
        }
        var content = files.read(path);
        if (content.isEmpty()) {
            map.error(at, "there is no lookup file " + path, "Put it beside the sheet, or correct its name.");
            return Map.of();
        }
        used.put(path, content.get());
        if (content.get().length > LARGEST) {
            map.error(at, path + " is larger than 1 MB", "");
            return Map.of();
        }
        try (var csv = CsvReader.builder().skipEmptyLines(true).ofNamedCsvRecord(text(content.get()))) {
            return table(map, at, path, csv, key, value);
        } catch (CharacterCodingException e) {
            map.error(at, path + " is not in UTF-8", "Save it as UTF-8.");
        } catch (CsvParseException | IOException | IllegalStateException e) {
            map.error(at, path + " is not a CSV file with a line of column names: " + e.getMessage(), "");
        }
        return Map.of();
    }

    private static String text(byte[] content) throws CharacterCodingException {
        var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private static Map<String, Object> table(MapReader map, String at, String path, CsvReader<NamedCsvRecord> csv,
            String key,
            String value) {
        var table = new LinkedHashMap<String, Object>();
        for (var row : csv) {
            var columns = row.getHeader();
            var keyColumn = key.isEmpty() ? columns.getFirst() : key;
            if (!hasColumn(map, at, path, columns, keyColumn)
                    || !value.isEmpty() && !hasColumn(map, at, path, columns, value)) {
                return Map.of();
            }
            if (table.put(row.getField(keyColumn), value(row, keyColumn, value)) != null) {
                map.error(at,
                        "line %d of %s has a key that an earlier line has too".formatted(row.getStartingLineNumber(),
                                path),
                        "Keep one of the two.");
            }
        }
        return Collections.unmodifiableMap(table);
    }

    private static boolean hasColumn(MapReader map, String at, String path, List<String> columns, String column) {
        if (columns.contains(column)) {
            return true;
        }
        map.error(at, path + " has no column `" + column + "`",
                Suggestion.didYouMean(column, columns, "It has: " + String.join(", ", columns) + "."));
        return false;
    }

    /** The named column, the only other one, or the whole row. */
    private static Object value(NamedCsvRecord row, String key, String value) {
        if (!value.isEmpty()) {
            return row.getField(value);
        }
        var others = new LinkedHashMap<String, Object>(row.getFieldsAsMap());
        others.remove(key);
        return others.size() == 1 ? others.values().iterator().next() : Collections.unmodifiableMap(others);
    }
}
