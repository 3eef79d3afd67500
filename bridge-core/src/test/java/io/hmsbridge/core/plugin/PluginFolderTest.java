package io.hmsbridge.core.plugin;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.hmsbridge.api.ConnectorFactory;
import io.hmsbridge.api.SendResult;
import io.hmsbridge.core.plugin.ConnectorChange.Kind;
import io.hmsbridge.core.plugin.LoadedPlugin.State;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What people do to the folder, and what becomes of it. */
class PluginFolderTest {

    @TempDir
    private Path temp;

    private Path folder;
    private Path work;
    private PluginJars jars;
    private PluginHost host;

    @BeforeEach
    void openOnAnEmptyFolder() throws IOException {
        folder = Files.createDirectories(temp.resolve("plugins"));
        work = temp.resolve("work");
        jars = new PluginJars(Files.createDirectories(temp.resolve("built")));
        host = PluginHost.open(folder, work);
    }

    @AfterEach
    void close() throws IOException {
        host.close();
    }

    @Test
    void aDroppedJarIsLoadedAndADeletedOneIsGone() throws Exception {
        var changes = new CopyOnWriteArrayList<ConnectorChange>();
        host.connectors().onChange(changes::add);

        drop(jars.connector("payroll", "1.0.0", "PayrollConnector"), "payroll.jar");

        await().untilAsserted(() -> assertThat(receipt("PayrollConnector")).isEqualTo("payroll 1.0.0"));
        assertThat(host.connectors().names()).containsExactly("PayrollConnector");
        await().until(() -> state("payroll.jar") == State.ACTIVE);
        assertThat(host.plugins()).extracting(LoadedPlugin::id, LoadedPlugin::version, LoadedPlugin::connectors)
                .containsExactly(tuple("payroll", "1.0.0", List.of("PayrollConnector")));

        Files.delete(folder.resolve("payroll.jar"));

        await().untilAsserted(() -> assertThat(host.connectors().names()).isEmpty());
        await().untilAsserted(() -> assertThat(host.plugins()).isEmpty());
        assertThat(changes).containsExactly(new ConnectorChange(Kind.AVAILABLE, "PayrollConnector", false),
                new ConnectorChange(Kind.GONE, "PayrollConnector", false));
        await().untilAsserted(() -> assertThat(work).isEmptyDirectory());
    }

    @Test
    void aZipBringsItsLibrariesAlong() throws Exception {
        var library = jars.plugin("library", "1.0.0").source("acme.Words",
                "package acme; public class Words { public static String said() { return \"by the library\"; } }")
                .build();
        var plugin = jars.plugin("payroll", "1.0.0").options("-classpath",
                System.getProperty("java.class.path") + File.pathSeparator + library)
                .factory("PayrollConnector", "SendResult.delivered(Words.said())").zip(library);

        Files.move(plugin, folder.resolve("payroll.zip"), ATOMIC_MOVE);

        await().untilAsserted(() -> assertThat(receipt("PayrollConnector")).isEqualTo("by the library"));

        Files.delete(folder.resolve("payroll.zip"));

        await().untilAsserted(() -> assertThat(work).isEmptyDirectory());
    }

    @Test
    void aReplacedVersionWorksOnUntilItsLastLeaseIsClosed() throws Exception {
        drop(lazily("1.0.0"), "payroll.jar");
        await().until(() -> host.connectors().names().contains("PayrollConnector"));
        var old = host.connectors().find("PayrollConnector").orElseThrow();

        drop(lazily("2.0.0"), "payroll.jar");

        await().untilAsserted(() -> assertThat(receipt("PayrollConnector")).isEqualTo("late 2.0.0"));
        assertThat(send(old)).describedAs("a class first needed after the file was replaced").isEqualTo("late 1.0.0");
        await().untilAsserted(() -> assertThat(host.plugins()).extracting(LoadedPlugin::version, LoadedPlugin::state)
                .containsExactly(tuple("2.0.0", State.ACTIVE), tuple("1.0.0", State.DRAINING)));

        old.close();

        await().untilAsserted(() -> assertThat(copies()).hasSize(1));
    }

    @Test
    void aJarOverwrittenInPlaceIsReplacedToo() throws Exception {
        drop(lazily("1.0.0"), "payroll.jar");
        await().until(() -> host.connectors().names().contains("PayrollConnector"));
        try (var old = host.connectors().find("PayrollConnector").orElseThrow()) {
            Files.write(folder.resolve("payroll.jar"), Files.readAllBytes(lazily("1.1.0").build()));

            await().untilAsserted(() -> assertThat(receipt("PayrollConnector")).isEqualTo("late 1.1.0"));
            assertThat(send(old)).isEqualTo("late 1.0.0");
        }
    }

    @Test
    void aHalfCopiedJarWaitsForItsOtherHalf() throws Exception {
        var bytes = Files.readAllBytes(jars.connector("payroll", "1.0.0", "PayrollConnector").build());
        try (OutputStream copy = Files.newOutputStream(folder.resolve("payroll.jar"))) {
            copy.write(bytes, 0, bytes.length / 2);
            copy.flush();
            await().until(() -> state("payroll.jar") == State.REFUSED);
            assertThat(problem("payroll.jar")).contains("not a whole jar");
            copy.write(bytes, bytes.length / 2, bytes.length - bytes.length / 2);
        }

        await().untilAsserted(() -> assertThat(receipt("PayrollConnector")).isEqualTo("payroll 1.0.0"));
    }

    @Test
    void aJarWithADamagedEntryIsRefused() throws Exception {
        var good = jars.connector("payroll", "1.0.0", "PayrollConnector").entry("notes.txt", "0123456789".repeat(50))
                .build();
        var bytes = Files.readAllBytes(good);
        Arrays.fill(bytes, 100, 140, (byte) 0);
        Files.write(folder.resolve("payroll.jar"), bytes);

        await().until(() -> state("payroll.jar") == State.REFUSED);

        assertThat(problem("payroll.jar")).contains("not a whole jar");
    }

    @Test
    void aNewVersionThatDoesNotStartLeavesTheOldOneRunning() throws Exception {
        drop(jars.connector("payroll", "1.0.0", "PayrollConnector"), "payroll.jar");
        await().until(() -> host.connectors().names().contains("PayrollConnector"));

        drop(jars.plugin("payroll", "2.0.0").factory("PayrollConnector", "null",
                "{ if (true) throw new IllegalStateException(\"no luck\"); }"),
                "payroll.jar");

        await().until(() -> state("payroll.jar") == State.REFUSED);
        assertThat(problem("payroll.jar")).contains("IllegalStateException: no luck");
        assertThat(receipt("PayrollConnector")).isEqualTo("payroll 1.0.0");

        drop(jars.connector("payroll", "2.0.1", "PayrollConnector"), "payroll.jar");

        await().untilAsserted(() -> assertThat(receipt("PayrollConnector")).isEqualTo("payroll 2.0.1"));
    }

    @Test
    void anOlderVersionPutOverTheOneThatRunsIsRefusedUntilThatIsGone() throws Exception {
        drop(jars.connector("payroll", "1.10.0", "PayrollConnector"), "payroll.jar");
        await().until(() -> state("payroll.jar") == State.ACTIVE);

        drop(jars.connector("payroll", "1.9.0", "PayrollConnector"), "payroll.jar");

        await().until(() -> state("payroll.jar") == State.REFUSED);
        assertThat(problem("payroll.jar")).startsWith("it is older than version 1.10.0, which goes on");
        assertThat(receipt("PayrollConnector")).isEqualTo("payroll 1.10.0");
        await().untilAsserted(() -> assertThat(copies()).hasSize(1));

        Files.delete(folder.resolve("payroll.jar"));
        await().untilAsserted(() -> assertThat(host.plugins()).isEmpty());
        drop(jars.connector("payroll", "1.9.0", "PayrollConnector"), "payroll.jar");

        await().untilAsserted(() -> assertThat(receipt("PayrollConnector")).isEqualTo("payroll 1.9.0"));
    }

    @Test
    void anOlderVersionThatWasRefusedStandsByForANewerOneUnderAnotherName() throws Exception {
        drop(jars.connector("payroll", "1.1.0", "PayrollConnector"), "a.jar");
        await().until(() -> state("a.jar") == State.ACTIVE);
        drop(jars.connector("payroll", "1.0.0", "PayrollConnector"), "a.jar");
        await().until(() -> state("a.jar") == State.REFUSED);

        drop(jars.connector("payroll", "1.2.0", "PayrollConnector"), "b.jar");

        await().until(() -> state("b.jar") == State.ACTIVE);
        await().until(() -> state("a.jar") == State.STANDBY);
        assertThat(receipt("PayrollConnector")).isEqualTo("payroll 1.2.0");
    }

    @Test
    void anOlderVersionTakesOverWhereDowngradesAreAllowed() throws Exception {
        host.close();
        host = PluginHost.open(folder, work, PluginTrust.ANY, PluginHost.Downgrades.ALLOW,
                WantedVersions.HIGHEST);
        drop(jars.connector("payroll", "1.10.0", "PayrollConnector"), "payroll.jar");
        await().until(() -> state("payroll.jar") == State.ACTIVE);

        drop(jars.connector("payroll", "1.9.0", "PayrollConnector"), "payroll.jar");

        await().untilAsserted(() -> assertThat(receipt("PayrollConnector")).isEqualTo("payroll 1.9.0"));
    }

    @Test
    void theVersionOfBeforeIsHadBackOverRestartsAndTheNewerOneAgain() throws Exception {
        drop(jars.connector("payroll", "1.9.0", "PayrollConnector"), "payroll.jar");
        await().until(() -> state("payroll.jar") == State.ACTIVE);
        assertThat(new LastGood(work).putBack("payroll", folder)).isEmpty();
        drop(jars.connector("payroll", "1.10.0", "PayrollConnector"), "payroll.jar");
        await().untilAsserted(() -> assertThat(receipt("PayrollConnector")).isEqualTo("payroll 1.10.0"));
        host.close();
        host = PluginHost.open(folder, work);

        assertThat(new LastGood(work).putBack("payroll", folder)).map(PluginFile::version).contains("1.9.0");

        await().untilAsserted(() -> assertThat(receipt("PayrollConnector")).isEqualTo("payroll 1.9.0"));

        assertThat(new LastGood(work).putBack("payroll", folder)).map(PluginFile::version).contains("1.10.0");

        await().untilAsserted(() -> assertThat(receipt("PayrollConnector")).isEqualTo("payroll 1.10.0"));
        drop(jars.connector("payroll", "1.9.0", "PayrollConnector"), "payroll.jar");
        await().until(() -> state("payroll.jar") == State.REFUSED); // one rollback allows one downgrade
    }

    @Test
    void aZipIsHadBackToo() throws Exception {
        Files.move(jars.connector("payroll", "1.9.0", "PayrollConnector").zip(), folder.resolve("payroll.zip"));
        await().until(() -> state("payroll.zip") == State.ACTIVE);
        Files.move(jars.connector("payroll", "1.10.0", "PayrollConnector").zip(), folder.resolve("payroll.zip"),
                ATOMIC_MOVE, REPLACE_EXISTING);
        await().untilAsserted(() -> assertThat(receipt("PayrollConnector")).isEqualTo("payroll 1.10.0"));

        assertThat(new LastGood(work).putBack("payroll", folder)).isPresent();

        await().untilAsserted(() -> assertThat(receipt("PayrollConnector")).isEqualTo("payroll 1.9.0"));
    }

    @Test
    void theHighestVersionRunsAndTheNextTakesOverWhenItIsDeleted() throws Exception {
        drop(jars.connector("payroll", "1.10.0", "PayrollConnector"), "b.jar");
        await().until(() -> host.connectors().names().contains("PayrollConnector"));

        drop(jars.connector("payroll", "1.9.0", "PayrollConnector"), "a.jar");

        await().until(() -> state("a.jar") == State.STANDBY);
        assertThat(receipt("PayrollConnector")).isEqualTo("payroll 1.10.0");

        Files.delete(folder.resolve("b.jar"));

        await().untilAsserted(() -> assertThat(receipt("PayrollConnector")).isEqualTo("payroll 1.9.0"));
    }

    @Test
    void aSecondJarOfTheSameVersionIsRefused() throws Exception {
        var jar = jars.connector("payroll", "1.0.0", "PayrollConnector");
        drop(jar, "b.jar");
        await().until(() -> state("b.jar") == State.ACTIVE);

        drop(jar, "a.jar");

        await().until(() -> state("a.jar") == State.REFUSED);
        assertThat(problem("a.jar")).contains("b.jar holds the same version of it");
        assertThat(state("b.jar")).isEqualTo(State.ACTIVE);
    }

    @Test
    void aNameBelongsToThePluginThatHadItFirstUntilThatIsGone() throws Exception {
        drop(jars.connector("payroll", "1.0.0", "PayrollConnector"), "payroll.jar");
        await().until(() -> state("payroll.jar") == State.ACTIVE);

        drop(jars.connector("acme", "3.0.0", "PayrollConnector"), "acme.jar");

        await().until(() -> state("acme.jar") == State.REFUSED);
        assertThat(problem("acme.jar")).contains("PayrollConnector is already taken by payroll 1.0.0");
        assertThat(receipt("PayrollConnector")).isEqualTo("payroll 1.0.0");

        Files.delete(folder.resolve("payroll.jar"));

        await().untilAsserted(() -> assertThat(receipt("PayrollConnector")).isEqualTo("acme 3.0.0"));
    }

    @Test
    void atTheStartANameGoesToTheFirstFileHoweverSlowItIs() throws Exception {
        host.close();
        drop(jars.plugin("slow", "1.0.0").factory("PayrollConnector", "SendResult.delivered(\"slow\")", """
                public PayrollConnectorFactory() throws InterruptedException {
                    new java.util.concurrent.CountDownLatch(1).await(400, java.util.concurrent.TimeUnit.MILLISECONDS);
                }
                """), "a.jar");
        drop(jars.connector("quick", "1.0.0", "PayrollConnector"), "b.jar");

        host = PluginHost.open(folder, work);

        assertThat(receipt("PayrollConnector")).isEqualTo("slow");
        assertThat(problem("b.jar")).contains("PayrollConnector is already taken by slow 1.0.0");
    }

    @Test
    void aFolderThatIsAwayForAWhileStopsNothing() throws Exception {
        drop(jars.connector("payroll", "1.0.0", "PayrollConnector"), "payroll.jar");
        await().until(() -> state("payroll.jar") == State.ACTIVE);

        Files.move(folder, temp.resolve("elsewhere"));

        await().untilAsserted(() -> assertThat(host.plugins()).extracting(LoadedPlugin::problem)
                .contains("the folder does not exist"));
        assertThat(receipt("PayrollConnector")).isEqualTo("payroll 1.0.0");

        Files.move(temp.resolve("elsewhere"), folder);
        drop(jars.connector("gis", "1.0.0", "GISConnector"), "gis.jar");

        await().untilAsserted(
                () -> assertThat(host.connectors().names()).containsExactly("GISConnector", "PayrollConnector"));
        assertThat(host.plugins()).extracting(LoadedPlugin::problem).containsOnly("");
    }

    @Test
    void aVersionThatFailsItsTrialIsRefusedAndTheOneBeforeGoesOn() throws Exception {
        drop(jars.connector("payroll", "1.0.0", "PayrollConnector"), "payroll.jar");
        await().until(() -> state("payroll.jar") == State.ACTIVE);
        var trial = host.connectors().beforeReplacing((name, _, newcomer) -> {
            throw new IllegalStateException("target payroll cannot use " + newcomer.plugin() + " as " + name);
        });

        drop(jars.connector("payroll", "2.0.0", "PayrollConnector"), "payroll.jar");

        await().until(() -> state("payroll.jar") == State.REFUSED);
        assertThat(problem("payroll.jar"))
                .isEqualTo("it cannot take over: target payroll cannot use payroll 2.0.0 as PayrollConnector");
        assertThat(receipt("PayrollConnector")).isEqualTo("payroll 1.0.0");
        await().untilAsserted(() -> assertThat(copies()).hasSize(1));

        trial.close();
        drop(jars.connector("payroll", "2.0.1", "PayrollConnector"), "payroll.jar");

        await().untilAsserted(() -> assertThat(receipt("PayrollConnector")).isEqualTo("payroll 2.0.1"));
    }

    @Test
    void aVersionWhoseTrialHangsIsRefusedInTimeAndTheOneBeforeGoesOn() throws Exception {
        host.close();
        host = PluginHost.open(folder, work, Duration.ofMillis(1_500));
        drop(jars.connector("payroll", "1.0.0", "PayrollConnector"), "payroll.jar");
        await().until(() -> state("payroll.jar") == State.ACTIVE);
        host.connectors().beforeReplacing((_, _, _) -> new CountDownLatch(1).await());

        drop(jars.connector("payroll", "2.0.0", "PayrollConnector"), "payroll.jar");

        await().until(() -> state("payroll.jar") == State.REFUSED);
        assertThat(problem("payroll.jar")).isEqualTo("it did not finish starting within 1 s");
        assertThat(receipt("PayrollConnector")).isEqualTo("payroll 1.0.0");
        await().untilAsserted(() -> assertThat(copies()).hasSize(1));
    }

    @Test
    void whileADebuggerIsAttachedAVersionMayTakeItsTimeToStart() throws Exception {
        host.close();
        var askedAgain = new CountDownLatch(2);
        host = PluginHost.open(folder, work, PluginTrust.ANY, PluginHost.Downgrades.REFUSE, WantedVersions.HIGHEST,
                Duration.ofMillis(500), () -> {
                    askedAgain.countDown();
                    return true;
                });
        drop(jars.connector("payroll", "1.0.0", "PayrollConnector"), "payroll.jar");
        await().until(() -> state("payroll.jar") == State.ACTIVE);
        host.connectors().beforeReplacing((_, _, _) -> askedAgain.await()); // its time is up, and up again

        drop(jars.connector("payroll", "2.0.0", "PayrollConnector"), "payroll.jar");

        await().untilAsserted(() -> assertThat(receipt("PayrollConnector")).isEqualTo("payroll 2.0.0"));
    }

    @Test
    void whatBecomesOfAFileIsToldInTheLog() throws Exception {
        var log = new ListAppender<ILoggingEvent>();
        log.start();
        var logger = (Logger) LoggerFactory.getLogger(PluginHost.class.getPackageName());
        logger.addAppender(log);
        logger.setLevel(Level.INFO); // as a server logs
        try {
            drop(jars.connector("payroll", "1.0.0", "PayrollConnector"), "payroll.jar");
            await().until(() -> state("payroll.jar") == State.ACTIVE);
            drop(jars.connector("payroll", "1.1.0", "PayrollConnector"), "payroll.jar");
            await().untilAsserted(() -> assertThat(receipt("PayrollConnector")).isEqualTo("payroll 1.1.0"));
            Files.delete(folder.resolve("payroll.jar"));

            await().untilAsserted(() -> assertThat(log.list).extracting(ILoggingEvent::getFormattedMessage)
                    .contains("plugin active id=payroll version=1.0.0 file=payroll.jar connectors=[PayrollConnector]",
                            "plugin active id=payroll version=1.1.0 file=payroll.jar connectors=[PayrollConnector]",
                            "plugin retired id=payroll version=1.0.0 file=payroll.jar",
                            "plugin unloaded id=payroll version=1.0.0",
                            "plugin retired id=payroll version=1.1.0 file=payroll.jar",
                            "plugin unloaded id=payroll version=1.1.0"));
        } finally {
            logger.detachAppender(log);
            logger.setLevel(null);
        }
    }

    private PluginJars.Recipe lazily(String version) {
        return jars.plugin("payroll", version).factory("PayrollConnector", "SendResult.delivered(Late.text())").source(
                "acme.Late",
                "package acme; class Late { static String text() { return \"late " + version + "\"; } }");
    }

    private void drop(PluginJars.Recipe recipe, String name) throws IOException {
        Files.move(recipe.build(), folder.resolve(name), ATOMIC_MOVE, REPLACE_EXISTING);
    }

    private List<Path> copies() throws IOException {
        try (var files = Files.list(work)) {
            return files.filter(file -> !file.endsWith("last-good")).toList();
        }
    }

    private State state(String file) {
        return host.plugins().stream().filter(p -> p.file().endsWith(file)).map(LoadedPlugin::state).findFirst()
                .orElse(null);
    }

    private String problem(String file) {
        return host.plugins().stream().filter(p -> p.file().endsWith(file)).map(LoadedPlugin::problem).findFirst()
                .orElse("");
    }

    private String receipt(String connector) throws Exception {
        var found = host.connectors().find(connector);
        assertThat(found).isPresent();
        try (var lease = found.get()) {
            return send(lease);
        }
    }

    static String send(PluginLease<ConnectorFactory> lease) throws Exception {
        var result = lease.call(() -> lease.factory().create(null).send(null));
        return ((SendResult.Delivered) result).receipt();
    }
}
