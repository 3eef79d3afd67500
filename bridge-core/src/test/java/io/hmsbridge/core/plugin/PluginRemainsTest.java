package io.hmsbridge.core.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.Authenticator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What plugins leave behind in the process when they go. */
class PluginRemainsTest {

    @TempDir
    private Path temp;

    private Path folder;
    private PluginJars jars;
    private PluginHost host;
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void open() throws IOException {
        folder = Files.createDirectories(temp.resolve("plugins"));
        jars = new PluginJars(Files.createDirectories(temp.resolve("built")));
        host = PluginHost.open(folder, temp.resolve("work"));
        log.start();
        logger().addAppender(log);
    }

    @AfterEach
    void close() {
        logger().detachAppender(log);
        host.close();
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(PluginJar.class.getPackageName());
    }

    @Test
    void whatAPluginLeftBehindIsTakenAwayAndNamedAndItsClassesGo() throws Exception {
        var loader = loadAndDelete(jars.plugin("messy", "1.0.0").source("acme.Driver", """
                package acme;
                public class Driver implements java.sql.Driver {
                    public java.sql.Connection connect(String url, java.util.Properties p) { return null; }
                    public boolean acceptsURL(String url) { return url.startsWith("jdbc:messy:"); }
                    public java.sql.DriverPropertyInfo[] getPropertyInfo(String u, java.util.Properties p) {
                        return new java.sql.DriverPropertyInfo[0];
                    }
                    public int getMajorVersion() { return 1; }
                    public int getMinorVersion() { return 0; }
                    public boolean jdbcCompliant() { return false; }
                    public java.util.logging.Logger getParentLogger() { return null; }
                }
                """).factory("Messy", "SendResult.delivered(\"done\")", """
                public MessyFactory() throws Exception {
                    java.sql.DriverManager.registerDriver(new Driver());
                    Runtime.getRuntime().addShutdownHook(new Thread(() -> {}, "messy-hook"));
                    java.net.Authenticator.setDefault(new java.net.Authenticator() {});
                    java.security.Security.addProvider(new java.security.Provider("Messy", "1", "") {});
                    java.lang.management.ManagementFactory.getPlatformMBeanServer().registerMBean(
                        new javax.management.StandardMBean(new Runnable() { public void run() {} }, Runnable.class) {},
                        new javax.management.ObjectName("acme:type=Messy"));
                    var started = new java.util.concurrent.CountDownLatch(1);
                    Thread.ofPlatform().daemon().name("messy-poller").start(() -> {
                        started.countDown();
                        try { new java.util.concurrent.CountDownLatch(1).await(); } catch (InterruptedException e) { }
                    });
                    started.await();
                }
                """));

        await().untilAsserted(() -> assertThat(warnings()).anyMatch(line -> line.contains("left something behind")));
        assertThat(warnings()).filteredOn(line -> line.contains("left something behind id=messy version=1.0.0"))
                .singleElement().asString().contains("JDBC driver acme.Driver (deregistered)",
                        "authenticator acme.MessyFactory", "security provider Messy (removed)",
                        "MBean acme:type=Messy (unregistered)", "shutdown hook messy-hook (removed, and not run)",
                        "thread messy-poller (interrupted, and ended)");
        assertThat(DriverManager.drivers().map(driver -> driver.getClass().getName())).doesNotContain("acme.Driver");
        assertThat(Authenticator.getDefault()).isNull();
        await().untilAsserted(() -> {
            System.gc();
            assertThat(loader.get()).isNull();
        });
        assertThat(host.counts().leaked()).isEmpty();
    }

    @Test
    void aTimerThatRunsOnIsNamedAndCountsAsALeak() throws Exception {
        var loader = loadAndDelete(jars.plugin("ticking", "1.0.0").factory("Ticking", "null", """
                public TickingFactory() {
                    new java.util.Timer("tick", true).schedule(new java.util.TimerTask() {
                        @Override public void run() { if (System.getProperty("ticking.stop") != null) cancel(); }
                    }, 0, 20);
                }
                """));
        try {
            await().untilAsserted(
                    () -> assertThat(warnings()).anyMatch(line -> line.contains("thread tick (still runs)")));
            await().untilAsserted(() -> {
                System.gc();
                assertThat(host.counts().leaked()).isEqualTo(Map.of("ticking", 1L));
            });
            assertThat(warnings()).filteredOn(line -> line.contains("plugin leaks id=ticking version=1.0.0"))
                    .hasSize(1);
        } finally {
            System.setProperty("ticking.stop", "now");
            await().untilAsserted(() -> {
                System.gc();
                assertThat(loader.get()).isNull();
            });
            System.clearProperty("ticking.stop");
        }
        assertThat(host.counts().leaked()).isEmpty();
    }

    @Test
    void servicesAreThoseThatThePluginBrings() throws Exception {
        for (var id : List.of("One", "Two")) {
            var service = "package acme.spi; public interface Words { String said(); }";
            Files.move(jars.plugin(id, "1.0.0").source("acme.spi.Words", service)
                    .source("acme.Bundled", "package acme; public class Bundled implements acme.spi.Words {"
                            + " public String said() { return \"by " + id + "\"; } }")
                    .entry("META-INF/services/acme.spi.Words", "acme.Bundled")
                    .factory(id, "SendResult.delivered(java.util.ServiceLoader.load(acme.spi.Words.class).stream()"
                            + ".map(w -> w.get().said()).toList().toString())")
                    .build(), folder.resolve(id + ".jar"));
        }
        await().until(() -> host.connectors().names().size() == 2);

        for (var id : List.of("One", "Two")) {
            try (var lease = host.connectors().find(id).orElseThrow()) {
                assertThat(PluginFolderTest.send(lease)).isEqualTo("[by " + id + "]");
            }
        }
    }

    private WeakReference<ClassLoader> loadAndDelete(PluginJars.Recipe recipe) throws Exception {
        var jar = folder.resolve("plugin.jar");
        Files.move(recipe.build(), jar);
        await().until(() -> !host.connectors().names().isEmpty());
        var loader = loader();
        Files.delete(jar);
        return loader;
    }

    private WeakReference<ClassLoader> loader() {
        var name = host.connectors().names().iterator().next();
        try (var lease = host.connectors().find(name).orElseThrow()) {
            return new WeakReference<>(lease.factory().getClass().getClassLoader());
        }
    }

    private List<String> warnings() {
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }
}
