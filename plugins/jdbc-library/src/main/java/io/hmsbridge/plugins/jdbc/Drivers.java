package io.hmsbridge.plugins.jdbc;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ServiceLoader;

/** The JDBC driver for one address: from the plugin's own jar, from a jar in it, or from the jars that people dropped into a folder. */
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
        var found = in(DriverJars.carried(url.dialect(), own), url);
        if (found.isEmpty()) {
            found = in(DriverJars.in(folder, own), url);
        }
        if (found.isPresent()) {
            return found.get();
        }
        throw new IllegalArgumentException("there is no JDBC driver for 'url'; put its jar into the folder "
                + folder.map(f -> "'drivers' (" + f + ")").orElse("that 'drivers' names"));
    }

    private static Optional<Drivers> in(DriverJars jars, JdbcUrl url) throws IOException, ReflectiveOperationException {
        var driver = accepting(url, jars);
        jars.deregister();
        if (driver.isEmpty()) {
            jars.close();
        }
        return driver.map(found -> new Drivers(found, Optional.of(jars)));
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

        private final Optional<Path> copy;

        private DriverJars(List<URL> jars, ClassLoader parent, Optional<Path> copy) {
            super("jdbc-drivers", jars.toArray(URL[]::new), parent);
            this.copy = copy;
        }

        static DriverJars in(Optional<Path> folder, ClassLoader parent) throws IOException {
            var urls = new ArrayList<URL>();
            if (folder.isPresent() && Files.isDirectory(folder.get())) {
                try (var jars = Files.newDirectoryStream(folder.get(), "*.jar")) {
                    for (var jar : jars) {
                        urls.add(jar.toUri().toURL());
                    }
                }
            }
            return new DriverJars(urls, parent, Optional.empty());
        }

        /** A driver that the plugin's jar carries whole, as a jar in it: a copy of it is loaded. */
        static DriverJars carried(Dialect dialect, ClassLoader parent) throws IOException {
            var name = "META-INF/drivers/" + dialect.name().toLowerCase(Locale.ROOT) + ".jar";
            try (var in = parent.getResourceAsStream(name)) {
                if (in == null) {
                    return new DriverJars(List.of(), parent, Optional.empty());
                }
                var copy = Files.createTempFile("hms-bridge-driver-", ".jar");
                copy.toFile().deleteOnExit(); // where it is not closed
                Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
                return new DriverJars(List.of(copy.toUri().toURL()), parent, Optional.of(copy));
            }
        }

        @Override
        public void close() throws IOException {
            super.close();
            if (copy.isPresent()) {
                Files.deleteIfExists(copy.get());
            }
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
