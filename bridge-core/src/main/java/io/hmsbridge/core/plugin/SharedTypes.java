package io.hmsbridge.core.plugin;

/**
 * The parent of every plugin's class loader: the JDK and the types that plugin and host must agree on, nothing else.
 * Host libraries are hidden, SLF4J too: plugins log by {@link System.Logger}.
 */
final class SharedTypes extends ClassLoader {

    static final SharedTypes LOADER = new SharedTypes();

    static {
        registerAsParallelCapable();
    }

    private SharedTypes() {
        super("hms-bridge-api", getPlatformClassLoader());
    }

    /** Whether a class is shared, whatever the plugin bundles. */
    static boolean isShared(String className) {
        return className.startsWith("io.hmsbridge.api.") || className.startsWith("org.pf4j.");
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        if (isShared(name)) {
            return Class.forName(name, false, SharedTypes.class.getClassLoader());
        }
        throw new ClassNotFoundException(name);
    }
}
