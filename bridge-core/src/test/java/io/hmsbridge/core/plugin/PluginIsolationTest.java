package io.hmsbridge.core.plugin;

import static io.hmsbridge.core.plugin.PluginFolderTest.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a plugin sees of the host and of other plugins. */
class PluginIsolationTest {

    @TempDir
    private Path temp;

    private Path folder;
    private PluginJars jars;

    @BeforeEach
    void folders() throws IOException {
        folder = Files.createDirectories(temp.resolve("plugins"));
        jars = new PluginJars(Files.createDirectories(temp.resolve("built")));
    }

    @Test
    void hostLibrariesAndClassesAreHidden() throws Exception {
        put("curious.jar", curious("curious", "org.slf4j.Logger", "tools.jackson.databind.ObjectMapper",
                "io.hmsbridge.core.plugin.PluginHost", "org.junit.jupiter.api.Test", "io.hmsbridge.api.Packet",
                "org.pf4j.Extension", "java.sql.Driver"));

        try (var host = open()) {
            assertThat(receipt(host, "curious")).isEqualTo("- - - - shared shared shared");
        }
    }

    @Test
    void eachPluginHasItsOwnVersionOfALibrary() throws Exception {
        var clash = "package org.slf4j; public class Logger { public String toString() { return \"%s\"; } }";
        for (var id : new String[] {"one", "two"}) {
            put(id + ".jar",
                    jars.plugin(id, "1.0.0").source("org.slf4j.Logger", clash.formatted("bundled by " + id)).factory(id,
                            "SendResult.delivered(new org.slf4j.Logger().toString())"));
        }

        try (var host = open()) {
            assertThat(receipt(host, "one")).isEqualTo("bundled by one");
            assertThat(receipt(host, "two")).isEqualTo("bundled by two");
        }
    }

    @Test
    void aBundledCopyOfTheApiIsNotUsed() throws Exception {
        var jar = jars.connector("bundles-api", "1.0.0", "Bundles")
                .entry("io/hmsbridge/api/ConnectorFactory.class", "no class").build();
        Files.move(jar, folder.resolve("bundles-api.jar"));

        try (var host = open()) {
            assertThat(receipt(host, "Bundles")).isEqualTo("bundles-api 1.0.0");
        }
    }

    @Test
    void callsRunUnderThePluginsContextClassLoader() throws Exception {
        put("context.jar", jars.plugin("context", "1.0.0").factory("Context",
                "SendResult.delivered(isMine() && mineAtStart ? \"its own\" : \"another\")", """
                        final boolean mineAtStart = isMine();
                        static boolean isMine() {
                            var loader = Thread.currentThread().getContextClassLoader();
                            return loader == ContextFactory.class.getClassLoader();
                        }
                        """));
        var before = Thread.currentThread().getContextClassLoader();

        try (var host = open()) {
            assertThat(receipt(host, "Context")).isEqualTo("its own");
        }
        assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
    }

    @Test
    void anUnloadedPluginIsCollectedAndItsPluginClassWasStopped() throws Exception {
        put("fleeting.jar",
                jars.connector("fleeting", "1.0.0", "Fleeting").manifest("Plugin-Class", "acme.Fleeting").source(
                        "acme.Fleeting",
                        """
                                package acme;
                                public class Fleeting extends org.pf4j.Plugin {
                                    @Override public void stop() { System.setProperty("fleeting", "stopped"); }
                                }
                                """));
        try (var host = open()) {
            var loader = loaderOf(host, "Fleeting");

            Files.delete(folder.resolve("fleeting.jar"));

            await().untilAsserted(() -> {
                System.gc();
                assertThat(loader.get()).isNull();
            });
            assertThat(System.getProperty("fleeting")).isEqualTo("stopped");
        } finally {
            System.clearProperty("fleeting");
        }
    }

    private static WeakReference<ClassLoader> loaderOf(PluginHost host, String connector) {
        try (var lease = host.connectors().find(connector).orElseThrow()) {
            return new WeakReference<>(lease.factory().getClass().getClassLoader());
        }
    }

    private PluginJars.Recipe curious(String connector, String... classNames) {
        var look = """
                static String look(String... names) {
                    var seen = new StringBuilder();
                    for (var name : names) {
                        try {
                            var type = Class.forName(name);
                            var own = curiousFactory.class.getClassLoader();
                            seen.append(type.getClassLoader() == own ? "own " : "shared ");
                        } catch (ClassNotFoundException e) {
                            seen.append("- ");
                        }
                    }
                    return seen.toString().strip();
                }
                """;
        return jars.plugin(connector, "1.0.0").factory(connector,
                "SendResult.delivered(look(\"" + String.join("\", \"", classNames) + "\"))", look);
    }

    private PluginHost open() throws IOException {
        return PluginHost.open(folder, temp.resolve("work"));
    }

    private void put(String name, PluginJars.Recipe recipe) throws IOException {
        Files.move(recipe.build(), folder.resolve(name));
    }

    private static String receipt(PluginHost host, String connector) throws Exception {
        try (var lease = host.connectors().find(connector).orElseThrow()) {
            return send(lease);
        }
    }
}
