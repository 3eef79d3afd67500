package io.hmsbridge.testkit.contract;

import io.hmsbridge.api.ConnectorFactory;
import java.io.File;
import java.lang.ref.WeakReference;
import java.lang.reflect.Modifier;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** A second copy of a factory, with all its classes, in a class loader of its own, as a plugin has one. */
final class IsolatedFactory extends URLClassLoader {

    /** As the bridge hands them to plugins, and what tests themselves need. */
    private static final String[] SHARED = {"java.", "javax.", "jdk.", "sun.", "com.sun.", "org.w3c.", "org.xml.",
        "io.hmsbridge.api.", "io.hmsbridge.core.", "io.hmsbridge.testkit.", "org.pf4j.", "org.slf4j.", "org.junit."};

    private IsolatedFactory(URL[] classPath) {
        super(classPath, IsolatedFactory.class.getClassLoader());
    }

    /** Empty for a factory that no plugin could have: without a public constructor that takes nothing. */
    static Optional<ConnectorFactory> copyOf(ConnectorFactory factory) throws ReflectiveOperationException {
        var type = factory.getClass();
        boolean isOfAPlugin = Modifier.isPublic(type.getModifiers())
                && Stream.of(type.getConstructors()).anyMatch(c -> c.getParameterCount() == 0);
        if (!isOfAPlugin) {
            return Optional.empty();
        }
        var classPath = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(IsolatedFactory::url).toArray(URL[]::new);
        @SuppressWarnings("resource") // it is collected with its classes, or the test fails
        var loader = new IsolatedFactory(classPath);
        return Optional.of((ConnectorFactory) loader.loadClass(type.getName()).getConstructor().newInstance());
    }

    static WeakReference<ClassLoader> loaderOf(ConnectorFactory copy) {
        return new WeakReference<>(copy.getClass().getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        for (var shared : SHARED) {
            if (name.startsWith(shared)) {
                return super.loadClass(name, resolve);
            }
        }
        synchronized (getClassLoadingLock(name)) {
            var known = findLoadedClass(name);
            return known != null ? known : findClass(name);
        }
    }

    private static URL url(String entry) {
        try {
            return Path.of(entry).toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException("every path is a URL", e);
        }
    }
}
