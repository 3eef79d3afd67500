package io.hmsbridge.server.config;

import io.hmsbridge.api.SettingsSpec;
import io.hmsbridge.core.json.ExactJson;
import io.hmsbridge.core.yaml.YamlDocument;
import io.hmsbridge.core.yaml.YamlMap;
import io.hmsbridge.core.yaml.YamlScalar;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The configuration as text for people: what is in force, a file to begin with, a table for the documentation. */
public final class ConfigText {

    private static final int ORIGIN_COLUMN = 44;
    /** An installation may have its folders elsewhere than the defaults say. */
    private static final Set<ConfigKey> OF_THE_INSTALLATION =
            Set.of(ConfigKey.DATA, ConfigKey.MAPPINGS, ConfigKey.PLUGINS, ConfigKey.PLUGINS_TRUSTED);
    private static final String EXAMPLE_TARGET = "payroll";

    private ConfigText() {
    }

    /**
     * Every value in force and where it came from, with secrets hidden: those that are known as such, those whose name
     * says so, and whatever came through a placeholder.
     *
     * @param specs the settings of a connector by its name, as far as they are known
     */
    public static List<ShownValue> values(LoadedConfig loaded, Function<String, Optional<SettingsSpec>> specs) {
        return new Showing(loaded, specs).values();
    }

    /** What {@code config show} prints: the same as YAML, with each origin as a comment. */
    public static String show(List<ShownValue> values) {
        var text = new StringBuilder();
        List<String> parents = List.of();
        for (var value : values) {
            if (value.value() == null) {
                text.append("# ").append(value.key()).append(": not set\n");
                continue;
            }
            parents = openParents(text, "", parents, value.path());
            var line = "  ".repeat(parents.size()) + value.path().getLast() + ": " + yaml(value.value());
            text.append(line).append(" ".repeat(Math.max(2, ORIGIN_COLUMN - line.length())))
                    .append("# ").append(value.origin()).append('\n');
        }
        return text.toString();
    }

    /** What {@code config init} writes: every key with its meaning and default. Read, it gives the defaults. */
    public static String init() {
        var text = new StringBuilder("""
                # The configuration of HMS Bridge. Every key may be left out; what stands here is its default, and
                # what is commented out has none, or one that depends on the installation.
                #
                # ${env:NAME}, ${env:NAME:-default} and ${file:/path} stand for values kept elsewhere, $${ for a plain ${.
                # An environment variable goes before this file: BRIDGE_HTTP_PORT sets http.port, and so on.
                # A change below targets takes effect when this file is saved, any other at the next start.
                """);
        List<String> parents = List.of();
        for (var key : ConfigKey.values()) {
            var path = key.segments(EXAMPLE_TARGET);
            var mark = key.fallback().isEmpty() || key.ofTarget() || OF_THE_INSTALLATION.contains(key) ? "#" : "";
            if (parents.isEmpty() || !parents.getFirst().equals(path.getFirst())) {
                text.append('\n');
            }
            parents = openParents(text, mark, parents, path);
            var indent = "  ".repeat(parents.size());
            key.doc().lines().forEach(line -> text.append(indent.isEmpty() ? "" : mark).append(indent).append("# ")
                    .append(line).append('\n'));
            text.append(mark).append(indent).append(key.leaf()).append(": ")
                    .append(key.fallback().isEmpty() ? key.example() : key.fallback()).append('\n');
        }
        return text.toString();
    }

    /** The keys as a Markdown table for the documentation. */
    public static String table() {
        var text = new StringBuilder("| Key | Default | Environment | Meaning |\n|---|---|---|---|\n");
        for (var key : ConfigKey.values()) {
            text.append("| `").append(key.path()).append("` | ")
                    .append(key.fallback().isEmpty() ? "" : "`" + key.fallback() + "`").append(" | `")
                    .append(key.variable()).append(key == ConfigKey.TARGET_SETTINGS ? "_..." : "").append("` | ")
                    .append(key.doc().replace('\n', ' ')).append(" |\n");
        }
        return text.toString();
    }

    /** Writes the lines of those maps above the path that are not open yet; answers which are open now. */
    private static List<String> openParents(StringBuilder text, String mark, List<String> open, List<String> path) {
        var parents = path.subList(0, path.size() - 1);
        boolean same = true;
        for (int i = 0; i < parents.size(); i++) {
            same = same && i < open.size() && open.get(i).equals(parents.get(i));
            if (!same) {
                text.append(mark).append("  ".repeat(i)).append(parents.get(i)).append(":\n");
            }
        }
        return parents;
    }

    private static String yaml(Object value) {
        return value instanceof String text && isPlain(text) ? text : ExactJson.writeString(value);
    }

    /** Whether a text can do without quotes. */
    private static boolean isPlain(String text) {
        var document = YamlDocument.parse("", ("key: " + text).getBytes(StandardCharsets.UTF_8));
        return document.problems().isEmpty() && document.root().orElse(null) instanceof YamlMap map
                && map.entries().get("key").value() instanceof YamlScalar scalar && scalar.text().equals(text);
    }
}
