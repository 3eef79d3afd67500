package io.hmsbridge.core.plugin;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.hmsbridge.core.plugin.LoadedPlugin.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Versions of one plugin side by side. */
class PluginVersionsTest {

    private static final String NAME = "PayrollConnector";

    @TempDir
    private Path temp;

    private Path folder;
    private PluginJars jars;
    private PluginHost host;

    @BeforeEach
    void openOnAnEmptyFolder() throws IOException {
        folder = Files.createDirectories(temp.resolve("plugins"));
        jars = new PluginJars(Files.createDirectories(temp.resolve("built")));
        host = PluginHost.open(folder, temp.resolve("work"));
    }

    @AfterEach
    void close() {
        host.close();
    }

    @Test
    void aPinnedVersionRunsBesideTheHighestAsLongAsItIsAskedFor() throws Exception {
        drop("1.0.0", "one.jar");
        drop("1.10.0", "ten.jar");
        drop("2.0.0", "two.jar");
        await().until(() -> state("two.jar") == State.ACTIVE && state("ten.jar") == State.STANDBY);

        host.follow(new WantedVersions(List.of(), Set.of(pin("1"))));

        assertThat(served(Pin.NONE)).isEqualTo("payroll 2.0.0");
        assertThat(served(pin("1"))).isEqualTo("payroll 1.10.0");
        assertThat(host.connectors().find(NAME, pin("3"))).isEmpty();
        assertThat(state("one.jar")).isEqualTo(State.STANDBY);

        drop("1.11.0", "eleven.jar");

        await().untilAsserted(() -> assertThat(served(pin("1"))).isEqualTo("payroll 1.11.0"));
        assertThat(served(Pin.NONE)).isEqualTo("payroll 2.0.0");

        host.follow(WantedVersions.HIGHEST);

        await().until(() -> state("eleven.jar") == State.STANDBY);
        assertThat(host.connectors().find(NAME, pin("1"))).isEmpty();
        assertThat(served(Pin.NONE)).isEqualTo("payroll 2.0.0");
    }

    @Test
    void aPinMayBeARangeOfWhichTheHighestServes() throws Exception {
        for (var version : List.of("0.9.0", "1.2.0", "1.9.3", "2.0.0")) {
            drop(version, "payroll-" + version + ".jar");
        }
        await().until(() -> state("payroll-2.0.0.jar") == State.ACTIVE && host.plugins().size() == 4);

        host.follow(new WantedVersions(List.of(),
                Set.of(pin(">=1.0 & <2.0"), pin("~1.2.0"), pin("<1.0"), pin(">=3.0"))));

        assertThat(served(pin(">=1.0 & <2.0"))).isEqualTo("payroll 1.9.3");
        assertThat(served(pin("~1.2.0"))).isEqualTo("payroll 1.2.0");
        assertThat(served(pin("<1.0"))).isEqualTo("payroll 0.9.0");
        assertThat(host.connectors().find(NAME, pin(">=3.0"))).isEmpty();
        assertThat(served(Pin.NONE)).isEqualTo("payroll 2.0.0");
    }

    @Test
    void whoHasNoPinFollowsTheHighestThatIsAccepted() throws Exception {
        host.follow(new WantedVersions(List.of(pin("~1.2")), Set.of(pin("2"))));
        drop("1.2.3", "old.jar");
        await().until(() -> state("old.jar") == State.ACTIVE);

        drop("2.0.0", "new.jar");

        await().until(() -> state("new.jar") == State.ACTIVE);
        assertThat(served(pin("2"))).isEqualTo("payroll 2.0.0");
        assertThat(served(Pin.NONE)).isEqualTo("payroll 1.2.3");

        host.follow(WantedVersions.HIGHEST);

        assertThat(served(Pin.NONE)).isEqualTo("payroll 2.0.0");
        await().until(() -> state("old.jar") == State.STANDBY);
    }

    @Test
    void aVersionThatATargetNeedsIsNotOverwritten() throws Exception {
        host.follow(new WantedVersions(List.of(), Set.of(pin("1"))));
        drop("1.0.0", "payroll.jar");
        await().until(() -> state("payroll.jar") == State.ACTIVE);

        drop("2.0.0", "payroll.jar");

        await().until(() -> host.plugins().stream().anyMatch(p -> p.state() == State.REFUSED));
        assertThat(host.plugins()).filteredOn(p -> p.state() == State.REFUSED).singleElement()
                .satisfies(refused -> assertThat(refused.problem()).contains("a target is pinned to payroll@1",
                        "put that back, and this one beside it"));
        assertThat(served(pin("1"))).isEqualTo("payroll 1.0.0");

        host.follow(WantedVersions.HIGHEST);

        await().untilAsserted(() -> assertThat(served(Pin.NONE)).isEqualTo("payroll 2.0.0"));
    }

    @Test
    void aPinLetsAnOlderVersionOverTheOneThatRuns() throws Exception {
        drop("2.0.0", "payroll.jar");
        await().until(() -> state("payroll.jar") == State.ACTIVE);
        drop("1.0.0", "payroll.jar");
        await().until(() -> host.plugins().stream().anyMatch(p -> p.problem().contains("so does a pin of a target")));

        host.follow(new WantedVersions(List.of(), Set.of(pin("1"))));

        await().untilAsserted(() -> assertThat(served(pin("1"))).isEqualTo("payroll 1.0.0"));
    }

    @Test
    void aNewVersionIsTriedOutForThoseWhomItIsToServe() throws Exception {
        host.follow(new WantedVersions(List.of(), Set.of(pin("1"))));
        drop("1.0.0", "one.jar");
        await().until(() -> state("one.jar") == State.ACTIVE);
        var tried = new CopyOnWriteArrayList<Set<Pin>>();
        host.connectors().beforeReplacing((_, pins, _) -> tried.add(pins));

        drop("2.0.0", "two.jar");

        await().until(() -> state("two.jar") == State.ACTIVE);
        assertThat(tried).containsExactly(Set.of(Pin.NONE));
    }

    @Test
    void aPinIsAnIdAndVersions() {
        assertThat(Pin.parse("payroll-rest@>=1.0 & <3.0")).isEqualTo(new Pin("payroll-rest", ">=1.0 & <3.0"));
        for (var wrong : List.of("payroll", "@1.2", "payroll@", "payroll@one")) {
            assertThatThrownBy(() -> Pin.parse(wrong)).as(wrong).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static Pin pin(String versions) {
        return new Pin("payroll", versions);
    }

    private void drop(String version, String name) throws IOException {
        Files.move(jars.connector("payroll", version, NAME).build(), folder.resolve(name), ATOMIC_MOVE,
                REPLACE_EXISTING);
    }

    private State state(String file) {
        return host.plugins().stream().filter(p -> p.file().endsWith(file)).map(LoadedPlugin::state).findFirst()
                .orElse(null);
    }

    private String served(Pin pin) throws Exception {
        try (var lease = host.connectors().find(NAME, pin).orElseThrow()) {
            return PluginFolderTest.send(lease);
        }
    }
}
