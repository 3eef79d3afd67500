package io.hmsbridge.plugins.csvdrop;

import de.siegmar.fastcsv.reader.CsvReader;
import io.hmsbridge.testkit.contract.Counterpart;
import io.hmsbridge.testkit.contract.Effect;
import io.hmsbridge.testkit.contract.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** A folder, and a reader of all the CSV in it. */
final class CsvFolder implements Counterpart {

    private final Path root;
    private final Path folder;
    private final String mode;

    CsvFolder(String mode) throws IOException {
        this.mode = mode;
        root = Files.createTempDirectory("csv-drop");
        folder = Files.createDirectory(root.resolve("in"));
    }

    @Override
    public Map<String, Object> settings() {
        return Map.of("folder", folder.toString(), "mode", mode);
    }

    @Override
    public List<Effect> effects() {
        try (var files = Files.list(folder)) {
            var effects = new ArrayList<Effect>();
            for (var file : files.filter(f -> !f.getFileName().toString().startsWith(".")).sorted().toList()) {
                read(file).forEach(effects::add);
            }
            return effects;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An empty cell says that the field is not in the packet, or is null. */
    private static Stream<Effect> read(Path file) throws IOException {
        try (var csv = CsvReader.builder().ofNamedCsvRecord(file)) {
            return csv.stream().map(record -> {
                var content = new LinkedHashMap<String, Object>();
                record.getFieldsAsMap().forEach((column, cell) -> {
                    if (!column.equals("packet_id") && !cell.isEmpty()) {
                        content.put(column, value(cell));
                    }
                });
                return new Effect(content);
            }).toList().stream();
        }
    }

    private static Object value(String cell) {
        if (!cell.matches("-?[0-9]+(\\.[0-9]+)?")) {
            return cell;
        }
        return cell.contains(".") || cell.length() > 18 ? number(cell) : Long.valueOf(cell);
    }

    private static Object number(String cell) {
        return cell.contains(".") ? new BigDecimal(cell) : new java.math.BigInteger(cell);
    }

    @Override
    public Map<String, Set<Outcome>> failures() {
        return Map.of(DOWN, Set.of(Outcome.RETRY));
    }

    @Override
    public void play(String failure) throws IOException {
        Files.move(folder, root.resolve("away"));
    }

    @Override
    public void behave() throws IOException {
        if (Files.exists(root.resolve("away"))) {
            Files.move(root.resolve("away"), folder);
        }
    }

    @Override
    public Map<String, Object> poison() {
        return Map.of("rate", List.of(1L));
    }

    @Override
    public int connections() {
        return 0;
    }

    @Override
    public void close() throws IOException {
        if (!Files.exists(root)) {
            return; // closed before
        }
        try (var files = Files.walk(root)) {
            for (var file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
