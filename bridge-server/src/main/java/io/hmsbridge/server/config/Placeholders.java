package io.hmsbridge.server.config;

import io.hmsbridge.core.yaml.Position;
import io.hmsbridge.core.yaml.Problem;
import io.hmsbridge.core.yaml.Problems;
import io.hmsbridge.core.yaml.YamlList;
import io.hmsbridge.core.yaml.YamlMap;
import io.hmsbridge.core.yaml.YamlNode;
import io.hmsbridge.core.yaml.YamlScalar;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fills in {@code ${env:NAME}}, {@code ${env:NAME:-default}} (also used if the variable is empty) and
 * {@code ${file:/path}} (without the line end that editors add) in the values of a configuration. A dollar sign before
 * the first one, as in {@code $${env:NAME}}, keeps it as it is. What is filled in is text. A value that comes out empty
 * sets nothing.
 */
final class Placeholders {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$(\\$)\\{|\\$\\{([^}]*)}|\\$\\{");
    private static final Pattern ENV = Pattern.compile("env:([A-Za-z_][A-Za-z0-9_]*)(?::-(.*))?", Pattern.DOTALL);
    private static final Pattern FILE = Pattern.compile("file:(.+)", Pattern.DOTALL);
    private static final String FORMS = "Write ${env:NAME}, ${env:NAME:-default} or ${file:/path}; "
            + "$${ stands for a plain ${.";
    private static final int LARGEST_FILE = 65_536;

    private final Map<String, String> environment;
    private final ReadFiles files;
    private final Problems problems;
    private final Map<List<String>, String> filled = new HashMap<>();
    private final Set<String> variables = new HashSet<>();

    Placeholders(Map<String, String> environment, ReadFiles files, Problems problems) {
        this.environment = environment;
        this.files = files;
        this.problems = problems;
    }

    /** Text that {@link #fill} gives back as it is. */
    static String literal(String text) {
        return text.replace("${", "$${");
    }

    /** The tree with every placeholder filled in; one that cannot be is a problem, and stays. */
    YamlMap fill(YamlMap tree) {
        return fill(tree, List.of());
    }

    /** By the path of each value that was filled in (items have that of their list), what it was filled in from. */
    Map<List<String>, String> filled() {
        return filled;
    }

    /** The environment variables that were asked for. */
    Set<String> variables() {
        return variables;
    }

    private YamlMap fill(YamlMap map, List<String> path) {
        var entries = new LinkedHashMap<String, YamlMap.Entry>();
        map.entries().forEach((key, entry) -> entries.put(key,
                new YamlMap.Entry(entry.keyPosition(), fill(entry.value(), below(path, key)))));
        return new YamlMap(map.position(), entries);
    }

    private YamlNode fill(YamlNode node, List<String> path) {
        return switch (node) {
            case YamlMap map -> fill(map, path);
            case YamlList list -> new YamlList(list.position(),
                    list.items().stream().map(item -> fill(item, path)).toList());
            case YamlScalar scalar when scalar.text().contains("${") -> fill(scalar, path);
            case YamlScalar scalar -> scalar;
        };
    }

    private YamlScalar fill(YamlScalar scalar, List<String> path) {
        var sources = new ArrayList<String>();
        var text = PLACEHOLDER.matcher(scalar.text()).replaceAll(match -> {
            if (match.group(1) != null) {
                return Matcher.quoteReplacement("${");
            }
            return Matcher.quoteReplacement(resolve(match.group(2), scalar.position(), sources));
        });
        if (!sources.isEmpty()) {
            filled.merge(path, String.join(" ", sources), (one, other) -> one + " " + other);
        }
        return new YamlScalar(scalar.position(), text, text.isEmpty() ? null : text);
    }

    /** @param body what stands between the braces; null where the closing one is missing */
    private String resolve(String body, Position place, List<String> sources) {
        if (body == null) {
            return report(place.error("`${` has no closing brace", FORMS));
        }
        var env = ENV.matcher(body);
        if (env.matches()) {
            sources.add("${env:" + env.group(1) + "}");
            return variable(env.group(1), env.group(2), place);
        }
        var file = FILE.matcher(body);
        if (file.matches()) {
            sources.add("${file:" + file.group(1) + "}");
            return content(file.group(1), place);
        }
        boolean plainName = ENV.matcher("env:" + body).matches();
        return report(place.error("a placeholder does not say where its value is",
                plainName ? "Did you mean `${env:" + body + "}`?" : FORMS));
    }

    private String variable(String name, String fallback, Position place) {
        variables.add(name);
        String value = environment.get(name);
        if (fallback != null && (value == null || value.isEmpty())) {
            return fallback;
        }
        return value != null ? value : report(place.error("the environment variable `" + name + "` is not set",
                "Set it, or give a default: ${env:" + name + ":-default}."));
    }

    private String content(String file, Position place) {
        try {
            byte[] content = files.read(Path.of(file), LARGEST_FILE);
            if (content.length > LARGEST_FILE) {
                return report(place.error("the file `" + file + "` is larger than 64 KB", "Is it the right file?"));
            }
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString()
                    .replaceFirst("\r?\n\\z", "");
        } catch (CharacterCodingException e) {
            return report(place.error("the file `" + file + "` is not in UTF-8", "Save the file as UTF-8."));
        } catch (InvalidPathException e) {
            return report(place.error("`" + file + "` cannot be the name of a file", ""));
        } catch (IOException e) {
            return report(place.error("the file `" + file + "` is needed here: " + e.getMessage(),
                    "Relative paths start at the folder in which the server was started."));
        }
    }

    private String report(Problem problem) {
        problems.add(problem);
        return "";
    }

    private static List<String> below(List<String> path, String key) {
        var longer = new ArrayList<>(path);
        longer.add(key);
        return List.copyOf(longer);
    }
}
