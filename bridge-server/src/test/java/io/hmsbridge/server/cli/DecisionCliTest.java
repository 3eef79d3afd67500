package io.hmsbridge.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hmsbridge.core.governance.PolicyGovernance;
import io.hmsbridge.core.json.ExactJson;
import io.hmsbridge.server.support.ApiClient;
import io.hmsbridge.server.support.ServedBridge;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What governance did, as people see it over HTTP and on the command line, and what approvers decide. */
class DecisionCliTest {

    private static final String SSN = "536-90-4399";
    private static final String SHEET = """
            source_event: note.added
            targets:
              mail:
                connector: Sink
                map: {note: note}
            """;

    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

    private static ServedBridge server;
    private static ApiClient api;
    private static Path tokenFile;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        Files.writeString(Files.createDirectories(folder.resolve("mappings")).resolve("notes.yaml"), SHEET);
        var policy = Files.writeString(folder.resolve("governance.yaml"), "classes: {ssn: block, passport: block}\n");
        server = ServedBridge.start(folder, builder -> builder.governance(governance(policy)));
        tokenFile = Files.writeString(folder.resolve("token"), ServedBridge.TOKEN);
        api = new ApiClient(server.uri());
    }

    private static PolicyGovernance governance(Path policy) {
        try {
            return PolicyGovernance.of(policy, _ -> null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterAll
    static void stop() {
        api.close();
        server.close();
    }

    @Test
    void aBlockedPacketIsListedReleasedAndSent() throws Exception {
        var number = emit("ssn " + SSN + " from 10.0.0.1");

        var listed = run("governance", "blocked", "--target", "mail", "--class", "ssn");
        assertThat(listed.out()).contains("pkt-" + number, "BLOCKED", "ssn in note blocked (governance.yaml:1:16)")
                .doesNotContain(SSN);
        assertThat(run("governance", "release", "pkt-" + number, "--target", "mail").exitCode()).as("no reason")
                .isEqualTo(2);
        var released = run("governance", "release", "pkt-" + number, "--target", "mail", "--why", "they must have it");

        assertThat(released.err()).isEmpty();
        assertThat(released.out()).contains("release: 1 packets");
        await().atMost(Duration.ofSeconds(20)).until(() -> run("packets", "--event", number).out().contains("SENT"));
        assertThat(run("packets", "--event", number).out()).contains("ssn in note: allow (released)",
                "ip in note: mask (default)", "ssn in note: block (governance.yaml:1:16)").doesNotContain(SSN);
        assertThat(run("acts", "--limit", "1").out()).contains("release", "they must have it", "allowed what it was");
        var again = run("governance", "release", "pkt-" + number, "--target", "mail", "--why", "once more");
        assertThat(again.exitCode()).isNotZero();
        assertThat(again.err()).contains("BRG-1402");
    }

    @Test
    void manyAreRejectedOnlyIfThatIsMeant() throws Exception {
        emit("passport C01234567");
        emit("passport C01234568");

        var unsure = run("governance", "reject", "--class", "passport", "--why", "never");
        assertThat(unsure.exitCode()).isEqualTo(2);
        assertThat(unsure.err()).contains("this would reject 2 packets");
        var sure = run("governance", "reject", "--class", "passport", "--why", "never", "--yes", "--json");
        assertThat(ExactJson.read(sure.out())).isEqualTo(Map.of("count", 2L, "blocked", 0L));
        assertThat(run("governance", "blocked", "--class", "passport").out()).contains("There are no such packets.");
    }

    @Test
    void theVersionsOfThePolicyAndWhatWentWhereCanBeAskedFor() throws Exception {
        emit("card 4111 1111 1111 1111");

        assertThat(run("governance", "policies", "--text", "1").out())
                .isEqualTo("classes: {ssn: block, passport: block}\n");
        assertThat(run("governance", "policies").out()).contains("NUMBER", "VERSION");
        assertThat(run("governance", "report", "--since", "1h", "--target", "mail").out())
                .containsPattern("mail +credit-card +mask +\\d+ +1 ");
    }

    @Test
    void theCommandsOfTheDocumentationDoWhatItSays() throws Exception {
        var page = Files.readString(Path.of("../docs/governance.md"));
        var number = emit("ssn " + SSN);
        var commands = page.lines().filter(line -> line.startsWith("bridge governance "))
                .filter(line -> !line.matches("bridge governance (check|try|test|entry) .*")) // those need no server
                .map(line -> line.replace("pkt-17", "pkt-" + number).replace("payroll", "mail")).toList();

        assertThat(commands).hasSizeGreaterThan(5).allSatisfy(command -> {
            var words = WORD.matcher(command).results()
                    .map(word -> word.group(1) == null ? word.group(2) : word.group(1)).skip(1);
            assertThat(run(words.toArray(String[]::new))).satisfies(run -> {
                assertThat(run.err()).isEmpty();
                assertThat(run.exitCode()).isZero();
            });
        });
    }

    @Test
    void aDecisionThatIsNotClearIsRefused() throws Exception {
        for (var order : List.of("{\"kind\":\"forgive\",\"who\":\"a\",\"why\":\"b\"}",
                "{\"kind\":\"release\",\"who\":\"a\",\"target\":\"mail\",\"event\":1}",
                "{\"kind\":\"reject\",\"who\":\"a\",\"why\":\"b\",\"classes\":[\"ssn\"]}",
                "{\"kind\":\"reject\",\"who\":\"a\",\"why\":\"b\",\"clas\":\"ssn\"}",
                "{\"kind\":\"release\",\"who\":\"a\",\"why\":\"b\",\"target\":\"mail\",\"event\":999999}")) {
            var reply = api.post("/v1/governance/decisions", "application/json", order);
            assertThat(reply.status()).as(order).isBetween(400, 404);
            assertThat(reply.body()).as(order).containsKey("detail");
        }
    }

    private static String emit(String note) throws Exception {
        return api.post("/v1/events", "application/json",
                ExactJson.writeString(Map.of("type", "note.added", "data", Map.of("note", note))))
                .get("number").toString();
    }

    private static Run run(String... arguments) {
        var connection = Stream.of("--url", server.uri().toString(), "--token-file", tokenFile.toString());
        return Run.run(Stream.concat(Stream.of(arguments), connection).toArray(String[]::new));
    }
}
