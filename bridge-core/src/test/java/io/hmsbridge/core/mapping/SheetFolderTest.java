package io.hmsbridge.core.mapping;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hmsbridge.api.Event;
import io.hmsbridge.core.mapping.SheetFolder.FailingTests;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder of sheets as people and programs change it. */
class SheetFolderTest {

    private static final Duration SOON = Duration.ofSeconds(10);

    /** Keeps every text, as the ledger does. */
    private static final class Texts implements SheetArchive {

        private final List<MappingSheet> all = new ArrayList<>();

        @Override
        public synchronized int register(MappingSheet sheet) {
            all.add(sheet);
            return all.size();
        }

        @Override
        public synchronized Optional<MappingSheet> last(String name) {
            return all.reversed().stream().filter(s -> s.name().equals(name)).findFirst().flatMap(s -> SheetReader
                    .read(name, s.version().content().getBytes(StandardCharsets.UTF_8)).sheet());
        }
    }

    @TempDir
    private Path home;

    private final Texts archive = new Texts();
    private final FixedTargets targets = new FixedTargets();
    private SheetFolder sheets;

    @AfterEach
    void close() {
        if (sheets != null) {
            sheets.close();
        }
    }

    @Test
    void everyWayToChangeASheetTakesEffect() throws IOException {
        open(FailingTests.REFUSE);
        write("a.yaml", sheet("one"));
        awaitFields("one");
        write("a.yaml", sheet("two"));
        awaitFields("two");
        write(".a.yaml.swp", "nothing: to us");
        write("a.yaml.tmp", sheet("three"));
        Files.move(home.resolve("a.yaml.tmp"), home.resolve("a.yaml"), ATOMIC_MOVE, REPLACE_EXISTING);
        awaitFields("three");
        Files.move(home.resolve("a.yaml"), home.resolve("b.yaml"));
        await().atMost(SOON).untilAsserted(
                () -> assertThat(sheets.status()).extracting(SheetStatus::name).containsExactly("b.yaml"));
        awaitFields("three");
        Files.delete(home.resolve("b.yaml"));
        awaitFields("");
    }

    @Test
    void subfoldersAreFollowedAsTheyComeAndGo() throws IOException {
        open(FailingTests.REFUSE);
        write("hr/pay/a.yaml", sheet("one"));
        awaitFields("one");
        write("hr/pay/a.yaml", sheet("two"));
        awaitFields("two");
        assertThat(sheets.status()).extracting(SheetStatus::name).containsExactly("hr/pay/a.yaml");
        Files.move(home.resolve("hr"), home.resolve(".hr"));
        awaitFields("");
    }

    @Test
    void aFolderOfLinksIsSwappedAsAWhole() throws IOException {
        write("..v1/a.yaml", sheet("one"));
        write("..v2/a.yaml", sheet("two"));
        Files.createSymbolicLink(home.resolve("..data"), Path.of("..v1"));
        Files.createSymbolicLink(home.resolve("a.yaml"), Path.of("..data/a.yaml"));
        open(FailingTests.REFUSE);
        awaitFields("one");

        Files.createSymbolicLink(home.resolve("..data_tmp"), Path.of("..v2"));
        Files.move(home.resolve("..data_tmp"), home.resolve("..data"), ATOMIC_MOVE, REPLACE_EXISTING);

        awaitFields("two");
        assertThat(sheets.status()).hasSize(1);
    }

    @Test
    void aBrokenSheetLeavesTheLastGoodOneInForceAlsoOverARestart() throws IOException {
        open(FailingTests.REFUSE);
        write("a.yaml", sheet("one"));
        awaitFields("one");
        for (var broken : List.of("", "source_event: x.y\ntargets: {t: {", "\u0000", "source_event: x.y",
                sheet("two") + "oops: 1\n")) {
            write("a.yaml", broken);
            await().atMost(SOON).untilAsserted(() -> assertThat(sheets.status().getFirst().problems()).isNotEmpty());
            assertThat(fields()).as(broken).isEqualTo("one");
            write("a.yaml", sheet("one"));
            await().atMost(SOON).untilAsserted(() -> assertThat(sheets.status().getFirst().problems()).isEmpty());
        }
        write("a.yaml", "broken: yes");
        sheets.close();

        open(FailingTests.REFUSE);

        assertThat(fields()).isEqualTo("one");
        assertThat(sheets.status().getFirst().problems()).isNotEmpty();
    }

    @Test
    void aLookupFileIsFollowedAndKeptWithTheVersion() throws IOException {
        write("units.csv", "code,name\nA,Alpha\n");
        write("a.yaml", """
                source_event: x.y
                lookups: {units: units.csv}
                targets: {t: {connector: Plain, map: {v: unit}, lookup: {unit: units}}}
                """);
        open(FailingTests.REFUSE);
        assertThat(content()).isEqualTo("{\"unit\":\"Alpha\"}");
        var first = sheets.status().getFirst().live().orElseThrow().version();

        write("units.csv", "code,name\nA,\"Alpha, new\"\n");
        await().atMost(SOON).untilAsserted(() -> assertThat(content()).isEqualTo("{\"unit\":\"Alpha, new\"}"));
        assertThat(sheets.status().getFirst().live().orElseThrow().version()).isNotEqualTo(first);

        Files.delete(home.resolve("units.csv"));
        await().atMost(SOON).untilAsserted(() -> assertThat(sheets.status().getFirst().problems().toString())
                .contains("there is no lookup file units.csv"));
        assertThat(content()).isEqualTo("{\"unit\":\"Alpha, new\"}");
        sheets.close();
        open(FailingTests.REFUSE);
        assertThat(content()).isEqualTo("{\"unit\":\"Alpha, new\"}");

        write("units.csv", "code,name\nA,back\n");
        await().atMost(SOON).untilAsserted(() -> assertThat(content()).isEqualTo("{\"unit\":\"back\"}"));
    }

    @Test
    void aSheetWhoseTestsFailIsNotBroughtIntoForceUnlessThatIsAllowed() throws IOException {
        write("a.yaml", sheet("one"));
        write("a_test.yaml", "tests: [{name: wrong, event: {data: {v: 1}}, packets: {t: {two: 1}}}]");
        open(FailingTests.REFUSE);
        assertThat(fields()).isEmpty();
        assertThat(sheets.status().getFirst().problems()).singleElement().satisfies(p -> assertThat(p.summary())
                .startsWith("a_test.yaml:1:9: the test `wrong` fails: t: expected (-) and made (+)"));

        write("a_test.yaml", "tests: [{name: right, event: {data: {v: 1}}, packets: {t: {one: 1}}}]");
        awaitFields("one");
        sheets.close();

        write("a_test.yaml", "tests: [{name: wrong, event: {data: {v: 1}}, packets: {t: {two: 1}}}]");
        open(FailingTests.WARN);
        assertThat(fields()).isEqualTo("one");
        assertThat(sheets.status().getFirst().problems()).hasSize(1);
        sheets.close();
        open(FailingTests.IGNORE);
        assertThat(sheets.status().getFirst().problems()).isEmpty();
    }

    @Test
    void aSheetThatConflictsWaitsUntilTheOtherIsGone() throws IOException {
        write("a.yaml", sheet("one"));
        write("b.yaml", sheet("two"));
        open(FailingTests.REFUSE);
        assertThat(fields()).isEqualTo("one");
        assertThat(sheets.status().getLast().problems().toString()).contains("a.yaml already maps x.y to t");

        Files.delete(home.resolve("a.yaml"));
        awaitFields("two");

        write("a.yaml", sheet("one"));
        write("b.yaml", sheet("two").replace("x.y", "x.z")); // read after the one that waits for it
        awaitFields("one");
    }

    @Test
    void whatSheetsSayOfLanesIsToldAndThatOfTheSecondToContradictIsNot() throws IOException {
        write("a.yaml", "source_event: a\ntargets: {t: {connector: Plain, map: {a: x}, retry: {tries: 3}}}");
        write("b.yaml", "source_event: b\ntargets: {t: {connector: Plain, map: {a: x}, form: json_patch}}");
        write("c.yaml", "source_event: c\ntargets: {t: {connector: Plain, map: {a: x}, on_dead: skip}}");
        write("d.yaml", "source_event: d\nmode: shadow\ntargets: {u: {connector: Plain, map: {a: x}, order: none}}");
        open(FailingTests.REFUSE);

        assertThat(targets.said().get("t").tries()).hasValue(3L);
        assertThat(targets.said().get("t").onDead()).hasValue("hold");
        assertThat(targets.said().get("u").order()).isEmpty();
        assertThat(sheets.status().get(2).live()).isEmpty();

        write("b.yaml", "source_event: b\ntargets: {t: {connector: Plain, map: {a: x}}}");
        await().atMost(SOON).until(() -> targets.said().get("t").onDead().equals(Optional.of("skip")));
    }

    @Test
    void aThousandSheetsAreThere() throws IOException {
        for (int i = 0; i < 1_000; i++) {
            write("s" + i + ".yaml", sheet("field" + i).replace("x.y", "x.y" + i).replace("{t:", "{t" + i % 10 + ":"));
        }
        open(FailingTests.REFUSE);

        assertThat(sheets.status()).hasSize(1_000).allSatisfy(s -> assertThat(s.live()).isPresent());
        write("s500.yaml", sheet("changed"));
        awaitFields("changed");
    }

    @Test
    void whileASheetIsSavedOverAndOverSomeVersionOfItIsInForce() throws Exception {
        write("a.yaml", sheet("one"));
        open(FailingTests.REFUSE);
        var gone = new ArrayList<String>();
        var saving = new AtomicBoolean(true);
        var mapping = Thread.ofPlatform().start(() -> {
            while (saving.get()) {
                if (map(1L).isEmpty()) {
                    gone.add(sheets.status().toString());
                }
            }
        });
        for (int i = 0; i < 500; i++) {
            var text = i % 2 == 0 ? sheet("one") + "# " + i : sheet("one").substring(0, 30);
            write(i % 4 < 2 ? "a.yaml" : "a.yaml.new", text);
            if (i % 4 >= 2) {
                Files.move(home.resolve("a.yaml.new"), home.resolve("a.yaml"), REPLACE_EXISTING);
            }
            sheets.reload();
        }
        saving.set(false);
        mapping.join();
        assertThat(gone).isEmpty();
    }

    @Test
    void aSheetThatCannotBeReadStaysInForce() throws IOException {
        open(FailingTests.REFUSE);
        write("a.yaml", sheet("one"));
        awaitFields("one");
        Files.delete(home.resolve("a.yaml"));
        Files.createSymbolicLink(home.resolve("a.yaml"), Path.of("/proc/self/mem")); // a file whose reading fails, root's too
        write("b.yaml", sheet("other").replace("x.y", "x.z"));
        await().atMost(SOON).untilAsserted(() -> assertThat(sheets.status()).hasSize(2));
        assertThat(fields()).isEqualTo("one");
    }

    private void open(FailingTests failing) {
        sheets = new SheetFolder(home, targets, archive, Clock.systemUTC(), failing);
        sheets.open();
    }

    private void write(String name, String text) throws IOException {
        var file = home.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static String sheet(String field) {
        return "source_event: x.y\ntargets: {t: {connector: Plain, map: {v: " + field + "}}}\n";
    }

    private void awaitFields(String fields) {
        await().atMost(SOON).pollInterval(Duration.ofMillis(5))
                .untilAsserted(() -> assertThat(fields()).isEqualTo(fields));
    }

    private String fields() {
        return map(1L).stream()
                .map(m -> ((Map<?, ?>) ((Mapped.Result.Content) m.result()).content()).keySet().toString()
                        .replaceAll("[\\[\\]]", ""))
                .collect(Collectors.joining());
    }

    private String content() {
        return SheetFixture.text(map("A").getFirst().result());
    }

    private List<Mapped> map(Object v) {
        return sheets.map(new Event("1", "/s", "x.y", "", Instant.EPOCH, Map.of("v", v), Map.of()));
    }
}
