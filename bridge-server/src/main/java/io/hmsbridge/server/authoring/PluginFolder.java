package io.hmsbridge.server.authoring;

import io.hmsbridge.core.plugin.LoadedPlugin;
import io.hmsbridge.core.plugin.PluginHost;
import io.hmsbridge.core.plugin.PluginTrust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a server would make of a folder of plugins: they are loaded to be asked, and let go.
 *
 * @param trust which plugins are loaded
 */
public record PluginFolder(Path folder, PluginTrust trust) {

    /** What is asked of loaded plugins. */
    @FunctionalInterface
    interface Question<R> {

        R ask(PluginHost host) throws AuthoringException;
    }

    /** What became of each file; no connector is made. */
    public List<LoadedPlugin> plugins() throws IOException {
        try {
            return ask(PluginHost::plugins);
        } catch (AuthoringException e) {
            throw new IllegalStateException("nothing is written here", e);
        }
    }

    <R> R ask(Question<R> question) throws AuthoringException, IOException {
        var work = Files.createTempDirectory("hms-bridge-plugins-");
        try (var host = PluginHost.open(folder, work, trust)) {
            return question.ask(host);
        } finally {
            SourcePlugin.delete(work);
        }
    }
}
