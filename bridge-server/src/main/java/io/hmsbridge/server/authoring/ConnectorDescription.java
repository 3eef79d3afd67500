package io.hmsbridge.server.authoring;

import io.hmsbridge.api.SettingsSpec;
import io.hmsbridge.core.plugin.LoadedPlugin;
import io.hmsbridge.core.plugin.PluginHost;
import io.hmsbridge.core.plugin.PluginTrust;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;

/**
 * What a connector says of itself: made of its settings records, so that it is never out of date.
 *
 * @param plugin the plugin that offers it, with its version
 * @param settings of a target
 * @param use of a use in a sheet
 */
public record ConnectorDescription(String connector, String plugin, SettingsSpec settings, SettingsSpec use) {

    /**
     * Loads a folder's plugins to ask them; no connector is made.
     *
     * @param name of a connector, or the id of a plugin with one or more
     * @throws AuthoringException if there is none, or the plugin fails to say
     */
    public static List<ConnectorDescription> of(Path plugins, PluginTrust trust, String name)
            throws AuthoringException, IOException {
        return of(plugins, trust, name, (connector, plugin) -> connector.equals(name)
                || plugin.startsWith(name + " "));
    }

    /** The same of all connectors in the folder. */
    public static List<ConnectorDescription> all(Path plugins, PluginTrust trust)
            throws AuthoringException, IOException {
        return of(plugins, trust, "a connector", (_, _) -> true);
    }

    /** @param wanted asked with a connector's name and its plugin */
    private static List<ConnectorDescription> of(Path plugins, PluginTrust trust, String name,
            BiPredicate<String, String> wanted) throws AuthoringException, IOException {
        return new PluginFolder(plugins, trust).ask(host -> {
            var found = new ArrayList<ConnectorDescription>();
            for (var connector : host.connectors().names()) {
                try (var lease = host.connectors().find(connector).orElseThrow()) {
                    if (wanted.test(connector, lease.plugin())) {
                        var factory = lease.factory();
                        found.add(new ConnectorDescription(connector, lease.plugin(), lease.call(factory::settings),
                                lease.call(factory::use)));
                    }
                } catch (Exception | LinkageError e) { // out of the plugin's code
                    throw new AuthoringException(connector + " does not say what settings it has: " + e);
                }
            }
            if (found.isEmpty()) {
                throw new AuthoringException(absent(name, plugins, host));
            }
            return found;
        });
    }

    private static String absent(String name, Path plugins, PluginHost host) {
        var names = String.join(", ", host.connectors().names());
        var refused = host.plugins().stream().filter(plugin -> plugin.state() == LoadedPlugin.State.REFUSED)
                .map(plugin -> System.lineSeparator() + plugin.file() + " is refused: " + plugin.problem())
                .collect(Collectors.joining());
        return "no plugin in " + plugins + " is or offers " + name
                + (names.isEmpty() ? "" : "; these connectors are there: " + names) + refused;
    }

    /** For a terminal. */
    public String text() {
        return connector + ", of " + plugin + "\n\n"
                + text("Settings of the target (settings: in bridge.yaml)", settings)
                + "\n" + text("Settings of a use (with: in a sheet)", use);
    }

    private static String text(String title, SettingsSpec spec) {
        if (spec.entries().isEmpty()) {
            return title + ": none\n";
        }
        return title + "\n" + spec.entries().stream()
                .map(e -> "  " + e.name() + ": " + type(e) + ", " + ifAbsent(e) + "\n      " + e.doc() + "\n")
                .collect(Collectors.joining());
    }

    /** As the tables in the plugins' READMEs. */
    public String markdown() {
        return "# " + connector + "\n" + markdown("Settings of the target", settings)
                + markdown("Settings of a use (`with:` in a sheet)", use);
    }

    private static String markdown(String title, SettingsSpec spec) {
        if (spec.entries().isEmpty()) {
            return "";
        }
        return "\n## " + title + "\n\n| setting | type | default | |\n|---|---|---|---|\n"
                + spec.entries().stream().map(ConnectorDescription::row).collect(Collectors.joining());
    }

    private static String row(SettingsSpec.Entry entry) {
        var type = entry.choices().isEmpty() ? type(entry)
                : entry.choices().stream().map(choice -> "`" + choice + "`").collect(Collectors.joining(", "));
        var fallback = !entry.env().isEmpty() ? ifAbsent(entry).replace(entry.env(), "`" + entry.env() + "`")
                : entry.fallback().isEmpty() ? ifAbsent(entry) : "`" + entry.fallback() + "`";
        return "| `" + entry.name() + "` | " + type + " | " + fallback + " | " + entry.doc().replace("|", "\\|")
                + " |\n";
    }

    private static String type(SettingsSpec.Entry entry) {
        return switch (entry.type()) {
            case INTEGER, DECIMAL -> "number";
            case URI -> "address";
            case CHOICE -> "one of " + String.join(", ", entry.choices());
            default -> entry.type().name().toLowerCase(Locale.ROOT);
        };
    }

    private static String ifAbsent(SettingsSpec.Entry entry) {
        var fallback = entry.fallback().isEmpty() ? "" : "by default " + entry.fallback();
        if (!entry.env().isEmpty()) {
            return "the environment variable " + entry.env() + (fallback.isEmpty() ? "" : ", else " + fallback);
        }
        return !fallback.isEmpty() ? fallback : entry.required() ? "required" : "none";
    }

    /** As JSON Schema, for editors and forms: of an object with {@code settings} and {@code with}. */
    public Map<String, Object> schema() {
        return SettingsSchema.of(connector, settings, use);
    }
}
