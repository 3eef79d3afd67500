package io.hmsbridge.core.plugin;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.pf4j.PluginClassLoader;
import org.pf4j.PluginDescriptor;

/** The class loader of one jar, which knows what it has loaded. */
final class JarLoader extends PluginClassLoader {

    JarLoader(JarManager manager, PluginDescriptor descriptor) {
        super(manager, descriptor, SharedTypes.LOADER);
    }

    @Override
    protected boolean shouldDelegateToParent(String className) {
        return SharedTypes.isShared(className);
    }

    /** Whether a class of this name was loaded from the jar. */
    boolean has(String className) {
        synchronized (getClassLoadingLock(className)) {
            return findLoadedClass(className) != null;
        }
    }

    /** Has a class of the host's, which knows the JDK alone, be one of the jar's. */
    Class<?> adopt(Class<?> type) {
        var name = type.getName();
        synchronized (getClassLoadingLock(name)) {
            var adopted = findLoadedClass(name);
            return adopted != null ? adopted : define(type);
        }
    }

    private Class<?> define(Class<?> type) {
        try (var in = type.getResourceAsStream(type.getSimpleName() + ".class")) {
            var bytes = in.readAllBytes();
            return defineClass(type.getName(), bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
