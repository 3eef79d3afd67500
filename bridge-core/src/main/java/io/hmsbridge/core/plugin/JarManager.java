package io.hmsbridge.core.plugin;

import io.hmsbridge.api.ApiVersion;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Manifest;
import org.pf4j.AbstractPluginManager;
import org.pf4j.CompoundPluginLoader;
import org.pf4j.DefaultExtensionFactory;
import org.pf4j.DefaultPluginLoader;
import org.pf4j.DefaultVersionManager;
import org.pf4j.ExtensionFactory;
import org.pf4j.ExtensionFinder;
import org.pf4j.IndexedExtensionFinder;
import org.pf4j.InvalidPluginDescriptorException;
import org.pf4j.JarPluginLoader;
import org.pf4j.JarPluginRepository;
import org.pf4j.ManifestPluginDescriptorFinder;
import org.pf4j.Plugin;
import org.pf4j.PluginClassLoader;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginDescriptorFinder;
import org.pf4j.PluginFactory;
import org.pf4j.PluginLoader;
import org.pf4j.PluginRepository;
import org.pf4j.PluginRuntimeException;
import org.pf4j.PluginStatusProvider;
import org.pf4j.PluginWrapper;
import org.pf4j.RuntimeMode;
import org.pf4j.VersionManager;

/**
 * PF4J for exactly one jar, or the folder that a zip was unpacked to: one manager refuses two plugins of one id, and a new version must be loaded before the old
 * one goes.
 */
final class JarManager extends AbstractPluginManager {

    private JarLoader loader;

    JarManager(Path jar) {
        super(List.of(jar.getParent()));
        // PF4J ignores Plugin-Requires while this is "0.0.0".
        setSystemVersion(ApiVersion.CURRENT);
    }

    @Override
    protected void validatePluginDescriptor(PluginDescriptor descriptor) {
        super.validatePluginDescriptor(descriptor);
        if (!descriptor.getDependencies().isEmpty()) {
            throw new InvalidPluginDescriptorException(
                    "it depends on other plugins, which no plugin may: bundle the shared code instead");
        }
    }

    @Override
    public RuntimeMode getRuntimeMode() {
        return RuntimeMode.DEPLOYMENT;
    }

    @Override
    protected PluginDescriptorFinder createPluginDescriptorFinder() {
        return new ManifestPluginDescriptorFinder() {
            @Override
            protected PluginDescriptor createPluginDescriptor(Manifest manifest) {
                if (manifest == null) { // of a jar without one
                    throw new InvalidPluginDescriptorException("there is no META-INF/MANIFEST.MF");
                }
                return super.createPluginDescriptor(manifest);
            }
        };
    }

    @Override
    protected PluginLoader createPluginLoader() {
        return new CompoundPluginLoader().add(new JarPluginLoader(this) {
            @Override
            protected PluginClassLoader createPluginClassLoader(Path jar, PluginDescriptor descriptor) {
                return classLoader(descriptor);
            }
        }).add(new DefaultPluginLoader(this) { // of a folder with classes/ and lib/
            @Override
            protected PluginClassLoader createPluginClassLoader(Path folder, PluginDescriptor descriptor) {
                return classLoader(descriptor);
            }
        });
    }

    /** That of the jar, once it is loaded. */
    JarLoader loader() {
        return loader;
    }

    private PluginClassLoader classLoader(PluginDescriptor descriptor) {
        loader = new JarLoader(this, descriptor);
        return loader;
    }

    /** Unlike PF4J's own factory, which logs a failure and goes on without the plugin's class, this one throws. */
    @Override
    protected PluginFactory createPluginFactory() {
        return JarManager::construct;
    }

    private static Plugin construct(PluginWrapper wrapper) {
        var name = wrapper.getDescriptor().getPluginClass();
        try {
            return (Plugin) wrapper.getPluginClassLoader().loadClass(name).getConstructor().newInstance();
        } catch (InvocationTargetException e) {
            throw new PluginRuntimeException(e.getCause(), "{}: {}", name, PluginProblem.wordsOf(e));
        } catch (ReflectiveOperationException | ClassCastException e) {
            throw new PluginRuntimeException(e,
                    "the Plugin-Class {} is no org.pf4j.Plugin with a public constructor without parameters", name);
        }
    }

    @Override
    protected ExtensionFinder createExtensionFinder() {
        var finder = new IndexedExtensionFinder(this);
        addPluginStateListener(finder);
        return finder;
    }

    @Override
    protected ExtensionFactory createExtensionFactory() {
        return new DefaultExtensionFactory();
    }

    @Override
    protected PluginRepository createPluginRepository() {
        return new JarPluginRepository(getPluginsRoots());
    }

    /** Nothing is disabled by files beside the jar, as PF4J has it. */
    @Override
    protected PluginStatusProvider createPluginStatusProvider() {
        return new PluginStatusProvider() {
            @Override
            public boolean isPluginDisabled(String pluginId) {
                return false;
            }

            @Override
            public void disablePlugin(String pluginId) {}

            @Override
            public void enablePlugin(String pluginId) {}
        };
    }

    @Override
    protected VersionManager createVersionManager() {
        return new DefaultVersionManager();
    }
}
