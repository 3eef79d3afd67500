package io.hmsbridge.core.plugin;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;

/**
 * Deregisters the JDBC drivers of a plugin, and names them. Java lets only classes of the plugin's own do that, so this
 * class becomes one of them: it must not know any other class of the host.
 */
public final class JdbcDrivers implements Supplier<List<String>> {

    @Override
    public List<String> get() {
        var names = new ArrayList<String>();
        for (var driver : Collections.list(DriverManager.getDrivers())) {
            if (getClass().getClassLoader().equals(driver.getClass().getClassLoader())) {
                try {
                    DriverManager.deregisterDriver(driver);
                    names.add("JDBC driver " + driver.getClass().getName() + " (deregistered)");
                } catch (SQLException e) {
                    names.add("JDBC driver " + driver.getClass().getName() + " (" + e.getMessage() + ")");
                }
            }
        }
        return names;
    }
}
