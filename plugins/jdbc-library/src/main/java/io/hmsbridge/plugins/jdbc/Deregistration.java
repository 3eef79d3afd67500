package io.hmsbridge.plugins.jdbc;

import java.sql.DriverManager;
import java.sql.SQLException;

/**
 * Takes the drivers of this class's loader back from the DriverManager, where loading has put them: they would keep the
 * loader, and all of the plugin, for ever. Drivers of the program itself stay.
 */
public final class Deregistration implements Runnable {

    @Override
    public void run() {
        var loader = Deregistration.class.getClassLoader();
        if (loader.equals(ClassLoader.getSystemClassLoader())) {
            return;
        }
        // This look at drivers of other loaders has Java initialise our own classes of their names, which register themselves then.
        var _ = DriverManager.drivers();
        DriverManager.drivers().filter(driver -> loader.equals(driver.getClass().getClassLoader())).toList()
                .forEach(driver -> {
                    try {
                        DriverManager.deregisterDriver(driver);
                    } catch (SQLException e) {
                        throw new IllegalStateException("a JDBC driver could not be deregistered", e);
                    }
                });
    }
}
