package io.hmsbridge.core.plugin;

import io.hmsbridge.api.ApiVersion;
import io.hmsbridge.api.ConnectorFactory;
import io.hmsbridge.api.InboundConnectorFactory;
import io.hmsbridge.api.Recogniser;
import io.hmsbridge.api.VetRule;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.pf4j.PluginRuntimeException;
import org.pf4j.PluginState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One jar in a PF4J manager of its own. It is held by the roster and by each lease; when the last of them lets go it is
 * unloaded and its copy deleted.
 */
final class PluginJar {

    private static final Logger LOG = LoggerFactory.getLogger(PluginJar.class);

    private final Path copy;
    private final JarManager manager;
    private final String id;
    private final String version;
    private final JarLoader loader;
    private final Map<String, ConnectorFactory> factories = new TreeMap<>();
    private final Map<String, InboundConnectorFactory> inboundFactories = new TreeMap<>();
    private final Map<String, Recogniser> recognisers = new TreeMap<>();
    private final Map<String, VetRule> rules = new TreeMap<>();
    private final AtomicInteger holds = new AtomicInteger(1);
    private final CompletableFuture<Boolean> unloaded = new CompletableFuture<>();

    private PluginJar(Path copy, JarManager manager, String id) {
        this.copy = copy;
        this.manager = manager;
        this.id = id;
        this.version = manager.getPlugin(id).getDescriptor().getVersion();
        this.loader = manager.loader();
    }

    /**
     * Reads the jar's manifest and checks it; runs none of its code.
     *
     * @param copy the jar's copy, which now belongs to the plugin: deleted with it, or at once if this fails
     */
    static PluginJar open(Path copy) throws PluginProblem, IOException {
        var manager = new JarManager(copy);
        try {
            var jar = new PluginJar(copy, manager, manager.loadPlugin(copy));
            jar.checkVersions();
            return jar;
        } catch (PluginProblem | RuntimeException e) {
            manager.unloadPlugins();
            WorkFolder.delete(copy);
            throw e instanceof PluginProblem problem ? problem
                    : new PluginProblem("its manifest describes no plugin: " + e.getMessage(), e);
        }
    }

    private void checkVersions() throws PluginProblem {
        try {
            compareVersion(this);
        } catch (RuntimeException e) {
            throw new PluginProblem("its Plugin-Version '" + version + "' is not a semantic version such as 1.0.0", e);
        }
        var plugin = manager.getPlugin(id);
        if (plugin.getPluginState() == PluginState.DISABLED) {
            throw new PluginProblem(
                    "it needs bridge API " + plugin.getDescriptor().getRequires()
                            + " (Plugin-Requires), and this bridge has " + ApiVersion.CURRENT);
        }
    }

    String id() {
        return id;
    }

    String version() {
        return version;
    }

    Map<String, ConnectorFactory> factories() {
        return factories;
    }

    Map<String, InboundConnectorFactory> inboundFactories() {
        return inboundFactories;
    }

    Map<String, Recogniser> recognisers() {
        return recognisers;
    }

    Map<String, VetRule> rules() {
        return rules;
    }

    /** All that it offers, by name, connectors first. */
    List<String> offered() {
        var names = new TreeSet<>(factories.keySet());
        names.addAll(inboundFactories.keySet());
        var offered = new ArrayList<>(names);
        recognisers.keySet().forEach(name -> offered.add("recogniser " + name));
        rules.keySet().forEach(name -> offered.add("rule " + name));
        return List.copyOf(offered);
    }

    /** Why both cannot be active at once, if so. */
    Optional<String> clashWith(PluginJar other) {
        return Stream.of(shared(factories, other.factories), shared(inboundFactories, other.inboundFactories),
                shared(recognisers, other.recognisers), shared(rules, other.rules)).flatMap(Set::stream).sorted()
                .findFirst().map(name -> "the name " + name + " is already taken by " + other);
    }

    private static Set<String> shared(Map<String, ?> some, Map<String, ?> others) {
        var shared = new TreeSet<>(some.keySet());
        shared.retainAll(others.keySet());
        return shared;
    }

    /** The jar or zip that it was made of, as long as it is held. */
    Path file() {
        return WorkFolder.packed(copy);
    }

    ClassLoader loader() {
        return loader;
    }

    int compareVersion(PluginJar other) {
        return manager.getVersionManager().compareVersions(version, other.version);
    }

    /** Runs the plugin's own code: starts it and constructs its factories. May throw or hang like any foreign code. */
    void start() throws PluginProblem {
        var before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(loader);
        try {
            startAndConstruct();
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    private void startAndConstruct() throws PluginProblem {
        if (manager.startPlugin(id) != PluginState.STARTED) {
            var failure = manager.getPlugin(id).getFailedException();
            throw new PluginProblem("it did not start: " + PluginProblem.wordsOf(failure), failure);
        }
        for (var className : manager.getExtensionClassNames(id)) {
            construct(className);
        }
        if (offered().isEmpty()) {
            throw new PluginProblem(
                    "it offers no connector: annotate a ConnectorFactory with @Extension and compile with -proc:full,"
                            + " which lists it in META-INF/extensions.idx");
        }
    }

    private void construct(String className) throws PluginProblem {
        try {
            switch (loader.loadClass(className).getConstructor().newInstance()) {
                case ConnectorFactory factory -> add(factories, factory.name(), factory);
                case InboundConnectorFactory factory -> add(inboundFactories, factory.name(), factory);
                case Recogniser recogniser -> add(recognisers, label(recogniser.dataClass()), recogniser);
                case VetRule rule -> add(rules, label(rule.name()), rule);
                default -> LOG.warn("plugin={} class={} is an extension of no kind this bridge knows, and is left out",
                        this, className);
            }
        } catch (ReflectiveOperationException | LinkageError | RuntimeException e) {
            throw new PluginProblem(className + " cannot be used: " + PluginProblem.wordsOf(e), e);
        }
    }

    /** What stands in policies and reports has one form. */
    private static String label(String name) throws PluginProblem {
        if (name == null || !name.matches("[a-z][a-z0-9-]{0,40}")) {
            throw new PluginProblem(
                    "'" + name + "' cannot name a class or a rule: small letters, digits and dashes can");
        }
        return name;
    }

    private static <F> void add(Map<String, F> factories, String name, F factory) throws PluginProblem {
        if (name == null || name.isBlank()) {
            throw new PluginProblem(factory.getClass().getName() + " has no name");
        }
        if (factories.put(name, factory) != null) {
            throw new PluginProblem("two of its connectors are named " + name);
        }
    }

    /** Takes a hold, unless the jar is already let go. */
    boolean retain() {
        return holds.getAndUpdate(n -> n == 0 ? 0 : n + 1) > 0;
    }

    /**
     * Lets go once; the last one to do so has the jar unloaded, on a thread of its own since that runs the plugin's
     * code.
     */
    void release() {
        if (holds.decrementAndGet() == 0) {
            Thread.ofPlatform().daemon().name("plugin-unload-" + id).start(this::unload);
        }
    }

    private void unload() {
        try {
            Thread.currentThread().setContextClassLoader(loader);
            manager.stopPlugin(id);
            Thread.currentThread().setContextClassLoader(PluginJar.class.getClassLoader());
            clearRemains();
            manager.unloadPlugin(id);
            LOG.info("plugin unloaded id={} version={}", id, version);
        } catch (PluginRuntimeException | LinkageError e) {
            LOG.warn("plugin did not unload cleanly id={} version={}", id, version, e);
        } finally {
            deleteCopy();
            unloaded.complete(true);
        }
    }

    private void clearRemains() {
        var remains = Remains.clear(loader);
        if (!remains.isEmpty()) {
            LOG.warn("plugin left something behind id={} version={}: {}", id, version, String.join("; ", remains));
        }
    }

    private void deleteCopy() {
        try {
            WorkFolder.delete(copy);
        } catch (IOException e) {
            LOG.warn("the work copy of a plugin was not deleted file={}", copy, e);
        }
    }

    boolean isReleased() {
        return holds.get() == 0;
    }

    boolean isUnloaded() {
        return unloaded.isDone();
    }

    void whenUnloaded(Runnable then) {
        var _ = unloaded.thenRun(then);
    }

    /** Waits until it is gone for good; false if the time was up first. */
    boolean awaitUnloaded(Duration limit) {
        return unloaded.copy().completeOnTimeout(false, limit.toMillis(), TimeUnit.MILLISECONDS).join();
    }

    @Override
    public String toString() {
        return id + " " + version;
    }
}
