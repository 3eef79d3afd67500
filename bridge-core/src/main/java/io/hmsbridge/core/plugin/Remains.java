package io.hmsbridge.core.plugin;

import java.lang.management.ManagementFactory;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.ResponseCache;
import java.security.Provider;
import java.security.Security;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.function.Supplier;
import javax.management.JMException;
import javax.management.ObjectName;

/** What a plugin that was stopped has left in the Java process: taken away where Java allows it, and named. */
final class Remains {

    private static final Duration ENDING = Duration.ofSeconds(1);

    private final JarLoader loader;
    private final List<String> named = new ArrayList<>();

    private Remains(JarLoader loader) {
        this.loader = loader;
    }

    /**
     * Clears up after a plugin whose code has been stopped, while its classes can still be loaded.
     *
     * @return what was found, in words
     */
    static List<String> clear(JarLoader loader) {
        var remains = new Remains(loader);
        remains.drivers();
        remains.defaults();
        remains.providers();
        remains.beans();
        remains.hooks();
        remains.threads();
        ResourceBundle.clearCache(loader);
        return List.copyOf(remains.named);
    }

    private boolean isOf(Object thing) {
        return thing != null && loader.equals(thing.getClass().getClassLoader());
    }

    private void drivers() {
        try {
            @SuppressWarnings("unchecked")
            var drivers = (Supplier<List<String>>) loader.adopt(JdbcDrivers.class).getConstructor().newInstance();
            named.addAll(drivers.get());
        } catch (ReflectiveOperationException | LinkageError e) {
            named.add("JDBC drivers perhaps (" + e + ")");
        }
    }

    private void defaults() {
        take("uncaught exception handler", Thread.getDefaultUncaughtExceptionHandler(),
                () -> Thread.setDefaultUncaughtExceptionHandler(null));
        take("authenticator", Authenticator.getDefault(), () -> Authenticator.setDefault(null));
        take("cookie handler", CookieHandler.getDefault(), () -> CookieHandler.setDefault(null));
        take("response cache", ResponseCache.getDefault(), () -> ResponseCache.setDefault(null));
        take("proxy selector", ProxySelector.getDefault(), () -> ProxySelector.setDefault(null));
    }

    private void take(String what, Object inForce, Runnable away) {
        if (isOf(inForce)) {
            away.run();
            named.add(what + " " + inForce.getClass().getName() + " (removed)");
        }
    }

    private void providers() {
        Arrays.stream(Security.getProviders()).filter(this::isOf).map(Provider::getName)
                .forEach(name -> {
                    Security.removeProvider(name);
                    named.add("security provider " + name + " (removed)");
                });
    }

    private void beans() {
        var server = ManagementFactory.getPlatformMBeanServer();
        for (ObjectName name : server.queryNames(null, null)) {
            try {
                if (loader.equals(server.getClassLoaderFor(name))) {
                    server.unregisterMBean(name);
                    named.add("MBean " + name + " (unregistered)");
                }
            } catch (JMException e) {
                named.add("MBean " + name + " (" + e.getMessage() + ")");
            }
        }
    }

    /** Java tells nobody of them, unless java.lang is opened to us, as in the installation. */
    private void hooks() {
        try {
            var field = Class.forName("java.lang.ApplicationShutdownHooks").getDeclaredField("hooks");
            if (field.trySetAccessible() && field.get(null) instanceof Map<?, ?> hooks) {
                hooks.keySet().stream().map(Thread.class::cast).filter(this::belongs).toList().forEach(hook -> {
                    Runtime.getRuntime().removeShutdownHook(hook);
                    named.add("shutdown hook " + hook.getName() + " (removed, and not run)");
                });
            }
        } catch (ReflectiveOperationException | IllegalStateException e) {
            named.add("shutdown hooks perhaps (" + e + ")");
        }
    }

    /** Threads that run its code are interrupted; those that only came to be while it ran lose its class loader. */
    private void threads() {
        var theirs = Thread.getAllStackTraces().entrySet().stream()
                .filter(e -> !e.getKey().equals(Thread.currentThread()) && e.getKey().isAlive())
                .filter(e -> belongs(e.getKey()) || runsItsCode(e.getValue())).toList();
        theirs.stream().filter(e -> isOf(e.getKey()) || runsItsCode(e.getValue()))
                .forEach(e -> e.getKey().interrupt());
        long until = System.nanoTime() + ENDING.toNanos();
        theirs.forEach(e -> end(e.getKey(), until, isOf(e.getKey()) || runsItsCode(e.getValue())));
    }

    private void end(Thread thread, long until, boolean interrupted) {
        try {
            if (interrupted && thread.join(Duration.ofNanos(Math.max(1, until - System.nanoTime())))) {
                named.add("thread " + thread.getName() + " (interrupted, and ended)");
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (loader.equals(thread.getContextClassLoader())) {
            thread.setContextClassLoader(null);
        }
        named.add("thread " + thread.getName() + " (still runs)");
    }

    private boolean belongs(Thread thread) {
        return isOf(thread) || loader.equals(thread.getContextClassLoader());
    }

    private boolean runsItsCode(StackTraceElement[] stack) {
        return Arrays.stream(stack).filter(frame -> frame.getModuleName() == null)
                .anyMatch(frame -> loader.has(frame.getClassName()));
    }
}
