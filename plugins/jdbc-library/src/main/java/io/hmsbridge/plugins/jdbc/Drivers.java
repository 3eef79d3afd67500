package io.hmsbridge.plugins.jdbc;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Optional;
import java.util.ServiceLoader;

/** The JDBC driver for one address: from the plugin's own jar, or from the jars that people dropped into a folder. */
final class Drivers implements AutoCloseable {

    private final Driver driver;
    private final Optional<DriverJars> jars;

    private Drivers(Driver driver, Optional<DriverJars> jars) {
        this.driver = driver;
        this.jars = jars;
    }

    /** @throws IllegalArgumentException if there is none, saying where it was looked for */
    static Drivers find(JdbcUrl url, Optional<Path> folder) throws IOException, ReflectiveOperationException {
        var own = Drivers.class.getClassLoader();
        var driver = accepting(url, own);
        new Deregistration().run();
        if (driver.isPresent()) {
            return new Drivers(driver.get(), Optional.empty());
        }
        if (folder.isPresent() && Files.isDirectory(folder.get())) {
            var jars = DriverJars.in(folder.get(), own);
            driver = accepting(url, jars);
            jars.deregister();
            if (driver.isPresent()) {
                return new Drivers(driver.get(), Optional.of(jars));
            }
            jars.close();
        }
        throw new IllegalArgumentException("there is no JDBC driver for 'url'; put its jar into the folder "
                + folder.map(f -> "'drivers' (" + f + ")").orElse("that 'drivers' names"));
    }

    Driver driver() {
        return driver;
    }

    @Override
    public void close() throws IOException {
        if (jars.isPresent()) {
            jars.get().close();
        }
    }

    private static Optional<Driver> accepting(JdbcUrl url, ClassLoader loader) {
        return ServiceLoader.load(Driver.class, loader).stream().map(ServiceLoader.Provider::get).filter(driver -> {
            try {
                return driver.acceptsURL(url.toDriver());
            } catch (SQLException _) {
                return false; // as drivers say of addresses that are not theirs
            }
        }).findFirst();
    }

    private static final class DriverJars extends URLClassLoader {

        private DriverJars(URL[] jars, ClassLoader parent) {
            super("jdbc-drivers", jars, parent);
        }

        static DriverJars in(Path folder, ClassLoader parent) throws IOException {
            var urls = new ArrayList<URL>();
            try (var jars = Files.newDirectoryStream(folder, "*.jar")) {
                for (var jar : jars) {
                    urls.add(jar.toUri().toURL());
                }
            }
            return new DriverJars(urls.toArray(URL[]::new), parent);
        }

        /** Only a class of the loader that a driver is of may take it back from the DriverManager. */
        void deregister() throws IOException, ReflectiveOperationException {
            var name = Deregistration.class.getName();
            try (var in = Deregistration.class.getResourceAsStream(Deregistration.class.getSimpleName() + ".class")) {
                var code = in.readAllBytes();
                var here = defineClass(name, code, 0, code.length);
                ((Runnable) here.getDeclaredConstructor().newInstance()).run();
            }
        }
    }
}
