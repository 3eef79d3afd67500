package io.hmsbridge.plugins.ftpflat;

import de.siegmar.fastcsv.reader.CsvReader;
import io.hmsbridge.testkit.contract.Effect;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;

/** Reads what has arrived in a folder. */
final class FlatFiles {

    private FlatFiles() {}

    private static FileTime written(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Effect> effects(Path folder) {
        try (var files = Files.list(folder)) {
            var effects = new ArrayList<Effect>();
            for (var file : files.filter(f -> !f.getFileName().toString().startsWith("."))
                    .sorted(Comparator.comparing(FlatFiles::written).thenComparing(Comparator.naturalOrder()))
                    .toList()) {
                try (var csv = CsvReader.builder().ofNamedCsvRecord(file)) {
                    csv.forEach(record -> {
                        var content = new LinkedHashMap<String, Object>();
                        record.getFieldsAsMap().forEach((column, cell) -> {
                            if (!cell.isEmpty()) { // else it is not in the packet
                                content.put(column, value(cell));
                            }
                        });
                        effects.add(new Effect(content));
                    });
                }
            }
            return effects;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Object value(String cell) {
        if (!cell.matches("-?[0-9]+(\\.[0-9]+)?")) {
            return cell;
        }
        if (cell.contains(".")) {
            return new BigDecimal(cell);
        }
        return cell.length() > 18 ? (Object) new BigInteger(cell) : Long.valueOf(cell);
    }

    /** A folder that is gone when the tests are. */
    static Path temporaryRoot(String name) {
        try {
            var root = Files.createTempDirectory(name);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                try {
                    delete(root);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }));
            return root;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
