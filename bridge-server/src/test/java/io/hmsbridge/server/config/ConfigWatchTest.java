package io.hmsbridge.server.config;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigWatchTest {

    private static final ConfigReader READER = new ConfigReader(Map.of());

    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    @TempDir
    private Path home;
    private Path file;
    private Path secret;
    private ConfigFile config;

    @BeforeEach
    void write() throws Exception {
        file = Files.createDirectory(home.resolve("conf")).resolve("bridge.yaml");
        secret = Files.createDirectory(home.resolve("secrets")).resolve("payroll");
        config = ConfigFile.named(file);
        Files.writeString(file, text("PayrollConnector"));
        Files.writeString(secret, "one");
    }

    @Test
    void aChangeIsToldHoweverTheFileIsSaved() throws Exception {
        try (var _ = watch()) {
            Files.writeString(file, text("InPlace"));
            awaitTold("InPlace one");
            Files.move(Files.writeString(home.resolve("new"), text("Renamed")), file, ATOMIC_MOVE);
            awaitTold("Renamed one");
            var elsewhere = Files.writeString(home.resolve("elsewhere.yaml"), text("Linked"));
            Files.move(Files.createSymbolicLink(home.resolve("link"), elsewhere), file, ATOMIC_MOVE);
            awaitTold("Linked one");
        }
    }

    @Test
    void aChangedSecretFileIsToldEvenIfTheFileCameToNameItLater() throws Exception {
        var later = Files.createDirectory(home.resolve("later")).resolve("payroll");
        Files.writeString(later, "two");
        try (var _ = watch()) {
            Files.writeString(secret, "changed");
            awaitTold("PayrollConnector changed");
            Files.writeString(file, text("PayrollConnector").replace(secret.toString(), later.toString()));
            awaitTold("PayrollConnector two");
            Files.writeString(later, "three");
            awaitTold("PayrollConnector three");
        }
    }

    @Test
    void aBadFileIsRefusedAndTheWayBackIsTold() throws Exception {
        try (var _ = watch()) {
            Files.writeString(file, "tragets: {}");
            awaitTold("refused " + file + ":1:1: unknown key `tragets`. Did you mean `targets`?");
            Files.delete(secret);
            Files.writeString(file, text("PayrollConnector"));
            awaitTold("refused " + file + ":4:23: the file `" + secret + "` is needed here: there is no such file."
                    + " Relative paths start at the folder in which the server was started.");
            Files.writeString(secret, "back");
            awaitTold("PayrollConnector back");
        }
    }

    @Test
    void aFileThatGoesAwayIsRefusedAndNotTakenForTheDefaults() throws Exception {
        var optional = ConfigFile.ifPresent(file);
        try (var _ = ConfigWatch.start(READER, optional, READER.read(optional), listener())) {
            Files.delete(file);
            awaitTold("refused " + file + ": the configuration cannot be used: there is no such file."
                    + " `bridge config init` writes a new one.");
            Files.writeString(file, text("Back"));
            awaitTold("Back one");
        }
    }

    @Test
    void aTouchOrAnotherFileIsNotTold() throws Exception {
        try (var _ = watch()) {
            Files.writeString(file, text("PayrollConnector"));
            Files.writeString(file.resolveSibling("README"), "hello");
            assertThat(told.poll(300, TimeUnit.MILLISECONDS)).isNull();
            Files.writeString(secret, "two");
            assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo("PayrollConnector two");
        }
    }

    @Test
    void aChangeBetweenLoadingAndWatchingIsTold() throws Exception {
        var loaded = READER.read(config);
        Files.writeString(secret, "meanwhile");
        try (var _ = ConfigWatch.start(READER, config, loaded, listener())) {
            assertThat(told.poll()).isEqualTo("PayrollConnector meanwhile");
        }
    }

    @Test
    void aChangeThatCannotBeActedOnNowIsToldAgain() throws Exception {
        var failures = new AtomicInteger(2);
        var real = listener();
        try (var _ = ConfigWatch.start(READER, config, READER.read(config), new ConfigWatch.Listener() {
            @Override
            public void changed(LoadedConfig loaded) {
                if (failures.getAndDecrement() > 0) {
                    throw new IllegalStateException("the database is away");
                }
                real.changed(loaded);
            }

            @Override
            public void refused(ConfigException problems) {
                real.refused(problems);
            }
        })) {
            Files.move(Files.writeString(home.resolve("new"), text("InTheEnd")), file, ATOMIC_MOVE);
            awaitTold("InTheEnd one");
        }
    }

    private ConfigWatch watch() throws ConfigException {
        return ConfigWatch.start(READER, config, READER.read(config), listener());
    }

    private ConfigWatch.Listener listener() {
        return new ConfigWatch.Listener() {
            @Override
            public void changed(LoadedConfig loaded) {
                var target = loaded.config().targets().getFirst();
                told.add(target.connector() + " " + target.settings().get("token"));
            }

            @Override
            public void refused(ConfigException problems) {
                told.add("refused " + problems.getMessage());
            }
        };
    }

    private String text(String connector) {
        return """
                targets:
                  payroll:
                    connector: %s
                    settings: {token: "${file:%s}"}
                """.formatted(connector, secret);
    }

    /** A write in place may be seen half done; what counts is what is told in the end. */
    private void awaitTold(String expected) throws InterruptedException {
        var before = new ArrayList<String>();
        String next;
        do {
            next = told.poll(10, TimeUnit.SECONDS);
            assertThat(next).as("told so far: %s", before).isNotNull();
            before.add(next);
        } while (!next.equals(expected));
    }
}
