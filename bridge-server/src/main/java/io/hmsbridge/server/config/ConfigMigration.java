package io.hmsbridge.server.config;

import io.hmsbridge.core.outbox.TargetSpec;
import io.hmsbridge.core.yaml.Position;
import io.hmsbridge.core.yaml.Problems;
import io.hmsbridge.core.yaml.YamlDocument;
import io.hmsbridge.core.yaml.YamlMap;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A configuration file with its keys under the names of now. Nothing else of the text changes: comments and order stay. */
public final class ConfigMigration {

    /**
     * A line that changes.
     *
     * @param line from 1, in the file as it is
     * @param after may be of several lines
     */
    public record Change(int line, String before, String after) {}

    /** A key that has another name now, and how it is written in its place. */
    private record Renaming(Position place, String name, String now) {}

    private final Path file;
    private final List<String> lines;
    private final List<Change> changes = new ArrayList<>();

    private ConfigMigration(Path file, String text) {
        this.file = file;
        lines = new ArrayList<>(Arrays.asList(text.split("\n", -1)));
    }

    /**
     * What is to change in each file of a configuration that can be used; nothing is written yet.
     *
     * @param settings the former names of a target's settings, each with the one of now
     * @throws ConfigException if a file is written in a way that cannot be rewritten line by line
     */
    public static List<ConfigMigration> of(ConfigFile config, LoadedConfig loaded,
            Function<TargetSpec, Map<String, String>> settings) throws ConfigException, IOException {
        var migrations = new ArrayList<ConfigMigration>();
        for (var layer : config.layers()) {
            if (Files.exists(layer.path())) {
                migrations.add(of(layer.path(), loaded.config().targets(), settings));
            }
        }
        return migrations;
    }

    private static ConfigMigration of(Path file, List<TargetSpec> targets,
            Function<TargetSpec, Map<String, String>> settings) throws ConfigException, IOException {
        var text = Files.readString(file);
        var migration = new ConfigMigration(file, text);
        var written = tree(file, text);
        var former = former(written, targets, settings);
        // From the end: what was changed moves nothing that is still to change.
        former.sort(Comparator.comparing(f -> -f.place.line() * 100_000L - f.place.column()));
        former.forEach(migration::rename);
        migration.checkAgainst(written, targets, settings, former);
        return migration;
    }

    private static YamlMap tree(Path file, String text) {
        return YamlDocument.parse(file.toString(), text.getBytes(StandardCharsets.UTF_8)).map().node();
    }

    private static List<Renaming> former(YamlMap written, List<TargetSpec> targets,
            Function<TargetSpec, Map<String, String>> settings) {
        var former = new ArrayList<Renaming>();
        if (Former.isWritten(written)) {
            former.add(new Renaming(written.entries().get(Former.PLUGINS).keyPosition(), "plugins:",
                    "plugins:\n  folder:"));
        }
        for (var target : targets) {
            settingsOf(written, target.name()).ifPresent(map -> settings.apply(target).forEach((name, now) -> {
                if (map.entries().containsKey(name)) {
                    former.add(new Renaming(map.entries().get(name).keyPosition(), name, now));
                }
            }));
        }
        return former;
    }

    private static Optional<YamlMap> settingsOf(YamlMap written, String target) {
        return map(written, "targets").flatMap(targets -> map(targets, target)).flatMap(one -> map(one, "settings"));
    }

    private static Optional<YamlMap> map(YamlMap above, String key) {
        return Optional.ofNullable(above.entries().get(key)).map(YamlMap.Entry::value)
                .filter(YamlMap.class::isInstance).map(YamlMap.class::cast);
    }

    private void rename(Renaming former) {
        int index = former.place.line() - 1;
        var line = lines.get(index);
        int at = line.offsetByCodePoints(0, Math.min(former.place.column() - 1, line.codePointCount(0, line.length())));
        if (line.startsWith("\"", at) || line.startsWith("'", at)) {
            at++;
        }
        if (line.startsWith(former.name, at)) {
            var after = line.substring(0, at) + ended(former.now, line) + line.substring(at + former.name.length());
            lines.set(index, after);
        }
    }

    private static String ended(String now, String line) {
        return line.endsWith("\r") ? now.replace("\n", "\r\n") : now;
    }

    /** What was rewritten must mean what it meant, or it is left to a person. */
    private void checkAgainst(YamlMap before, List<TargetSpec> targets,
            Function<TargetSpec, Map<String, String>> settings, List<Renaming> former) throws ConfigException {
        var now = tree(file, text());
        var silent = new Problems();
        boolean same = former(now, targets, settings).isEmpty() && Former
                .renewed(now, silent).toValue().equals(renamed(before, targets, settings));
        if (!same) {
            throw new ConfigException(former.stream().map(f -> f.place.error(
                    "this key has another name now, but the way it is written keeps the file from being rewritten",
                    "Write `" + f.now.replace("\n", " ") + "` by hand.")).toList());
        }
        var original = before.position().source();
        for (var f : former.stream().map(f -> f.place.line()).distinct().sorted().toList()) {
            changes.add(new Change(f, original.line(f), lines.get(f - 1).replace("\r", "")));
        }
    }

    private static Map<String, Object> renamed(YamlMap before, List<TargetSpec> targets,
            Function<TargetSpec, Map<String, String>> settings) {
        var values = new LinkedHashMap<>(Former.renewed(before, new Problems()).toValue());
        for (var target : targets) {
            settingsOf(before, target.name()).ifPresent(_ -> {
                var all = copy(values.get("targets"));
                var one = copy(all.get(target.name()));
                var names = settings.apply(target);
                var fresh = new LinkedHashMap<String, Object>();
                copy(one.get("settings")).forEach((name, value) -> fresh.put(names.getOrDefault(name, name), value));
                one.put("settings", fresh);
                all.put(target.name(), one);
                values.put("targets", all);
            });
        }
        return values;
    }

    private static Map<String, Object> copy(Object map) {
        var copy = new LinkedHashMap<String, Object>();
        ((Map<?, ?>) map).forEach((key, value) -> copy.put(String.valueOf(key), value));
        return copy;
    }

    private String text() {
        return String.join("\n", lines);
    }

    /** The file. */
    public Path file() {
        return file;
    }

    /** What changes, line by line; empty if nothing does. */
    public List<Change> changes() {
        return List.copyOf(changes);
    }

    /** What changes, as {@code diff -u} would show it without lines around. */
    public String diff() {
        var diff = new StringBuilder("--- " + file + "\n+++ " + file + "\n");
        int more = 0;
        for (var change : changes) {
            int size = change.after.split("\n", -1).length;
            diff.append("@@ -%d +%d%s @@\n".formatted(change.line, change.line + more, size == 1 ? "" : "," + size));
            diff.append("-").append(change.before).append('\n');
            change.after.lines().forEach(line -> diff.append("+").append(line).append('\n'));
            more += size - 1;
        }
        return diff.toString();
    }

    /** Puts the text of now in the place of the file's, whole or not at all. */
    public void write() throws IOException {
        var real = file.toRealPath();
        var beside = real.resolveSibling("." + real.getFileName() + ".new");
        Files.copy(real, beside, StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
        Files.writeString(beside, text());
        Files.move(beside, real, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
