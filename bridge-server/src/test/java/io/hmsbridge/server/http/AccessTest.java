package io.hmsbridge.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.helidon.http.Method;
import io.helidon.webserver.http.HttpRouting;
import io.hmsbridge.core.ledger.By;
import io.hmsbridge.core.ledger.NewToken;
import io.hmsbridge.server.access.TokenBook;
import io.hmsbridge.server.support.ApiClient;
import io.hmsbridge.server.support.Reply;
import io.hmsbridge.server.support.ServedBridge;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Who may do what over HTTP. */
class AccessTest {

    private static final List<String> ROLES = List.of("emitter", "viewer", "operator", "approver", "admin");

    private static ServedBridge server;
    private static ApiClient api;
    private static final Map<String, String> byRole = new TreeMap<>();
    private static String ofPayroll;
    private static String ofOther;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        server = ServedBridge.start(folder);
        api = new ApiClient(server.uri());
        for (var role : ROLES) {
            byRole.put(role, create("\"name\":\"%s\",\"roles\":[\"%s\"]".formatted(role, role)));
        }
        ofPayroll = create("\"name\":\"pat\",\"roles\":[\"operator\",\"emitter\"],\"targets\":[\"pay*\"],"
                + "\"sources\":[\"/hr/*\",\"/cron\"]");
        ofOther = create("\"name\":\"olga\",\"roles\":[\"operator\"],\"targets\":[\"gis\"]");
        api.post("/v1/events?wait=30s", "application/json", "{\"type\":\"rate.changed\",\"data\":{\"rate\":-1}}");
    }

    @AfterAll
    static void stop() {
        api.close();
        server.close();
    }

    private static String create(String members) throws Exception {
        var created = api.post("/v1/tokens", "application/json", "{\"who\":\"ada\"," + members + "}");
        assertThat(created.status()).as(created.body().toString()).isEqualTo(200);
        return (String) created.get("token");
    }

    private static Reply ask(String token, String method, String path, String body) throws Exception {
        return api.send(api.bare(path).header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json").method(method, BodyPublishers.ofString(body)));
    }

    private static Reply get(String token, String path) throws Exception {
        return ask(token, "GET", path, "");
    }

    @Test
    void everyRouteLetsInTheRolesThatTheDocumentationSaysAndNoOther() throws Exception {
        var allowed = new TreeMap<String, String>();
        for (var route : AccessTable.routes()) {
            var words = route.split(" ");
            if (words[1].equals("/v1/stream") || words[1].equals("/metrics") || AccessTable.isOpen(words[1])) {
                continue; // one does not end, one is not JSON; their rules are tested below
            }
            var in = new ArrayList<String>();
            for (var role : ROLES) {
                // Refused or not comes before what is asked, which is nonsense.
                var reply = ask(byRole.get(role), words[0], words[1].replace("{id}", "999999"), "{}");
                if (reply.status() == 403) {
                    assertThat(reply.body()).containsEntry("code", "BRG-1102");
                } else {
                    assertThat(reply.status()).as("%s as %s", route, role).isNotEqualTo(401).isLessThan(500);
                    in.add(role);
                }
            }
            allowed.put(route, String.join(", ", in));
        }
        allowed.put("GET /v1/stream", "viewer, operator, approver, admin");
        allowed.put("GET /metrics", "viewer, operator, approver, admin");

        assertThat(allowed).isEqualTo(documented());
    }

    private static Map<String, String> documented() throws Exception {
        var row = Pattern.compile("\\| `((?:GET|POST) [^`]*)` \\| ([^|]*) \\|.*");
        return Files.readAllLines(Path.of("../docs/access.md")).stream().map(row::matcher).filter(m -> m.matches())
                .filter(m -> !m.group(2).equals("anybody"))
                .collect(Collectors.toMap(m -> m.group(1), m -> m.group(2), (a, _) -> a, TreeMap::new));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/metrics", "/v1/stream"})
    void anEmitterSeesNothing(String path) throws Exception {
        assertThat(get(byRole.get("emitter"), path).status()).isEqualTo(403);
    }

    @Test
    void aRouteOfWhichNobodySaidWhoMayUseItKeepsTheServerFromStarting() {
        var forgotten = Resource.get("/v1/forgotten", (_, _) -> {});

        assertThatThrownBy(() -> forgotten.register(HttpRouting.builder()))
                .hasMessage("who may use GET /v1/forgotten? AccessTable has no entry for it");
        assertThat(forgotten.handlers()).containsOnlyKeys(Method.GET);
    }

    @Test
    void aTokenIsShownOnceAndOnlyItsHashIsKept() throws Exception {
        var token = create("\"name\":\"once\",\"roles\":[\"viewer\"]");

        assertThat(token).matches("brg_[A-Za-z0-9_-]{43}");
        assertThat(api.get("/v1/tokens").body().toString()).contains("once").doesNotContain(token.substring(4));
        assertThat(everyRow()).doesNotContain(token, token.substring(4));
    }

    private static String everyRow() throws SQLException {
        return server.ask("select string_agg(t::text, '') from token t")
                + server.ask("select string_agg(a::text, '') from act a");
    }

    @Test
    void aTokenThatIsRevokedIsRefusedAtOnceAndTheActSaysWhoDidItFromWhere() throws Exception {
        var token = create("\"name\":\"short-lived\",\"roles\":[\"viewer\"]");
        var id = api.get("/v1/tokens").list("tokens").getFirst().get("id");
        assertThat(get(token, "/v1/outbox").status()).isEqualTo(200);

        var first =
                ask(byRole.get("admin"), "POST", "/v1/tokens/" + id + "/revoke", "{\"who\":\"ada\",\"why\":\"lost\"}");
        var again = ask(byRole.get("admin"), "POST", "/v1/tokens/" + id + "/revoke", "{\"who\":\"ada\"}");

        assertThat(first.body()).containsEntry("count", 1L);
        assertThat(again.body()).containsEntry("count", 0L);
        assertThat(get(token, "/v1/outbox").status()).isEqualTo(401);
        assertThat(api.get("/v1/acts").list("acts").getFirst()).containsEntry("kind", "revoke-token")
                .containsEntry("who", "ada by token admin from 127.0.0.1").containsEntry("why", "lost")
                .containsEntry("detail", "token " + id + " for short-lived");
        assertThat(ask(byRole.get("admin"), "POST", "/v1/tokens/77777/revoke", "{\"who\":\"ada\"}").body())
                .containsEntry("code", "BRG-1103");
    }

    @Test
    void aTokenThatHasExpiredIsRefused() throws Exception {
        var book = new TokenBook(server.bridge().tokens(), "own");
        var wanted = new NewToken("late", List.of("viewer"), List.of(), List.of(), Instant.now().minusSeconds(1));
        var late = book.create(wanted, new By("ada", "")).secret().reveal();

        assertThat(book.find(late)).isEmpty();
        assertThat(get(late, "/v1/outbox").status()).isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "\"roles\":[\"viewer\"] | name: is missing",
        "\"name\":\"x\" | roles: name at least one",
        "\"name\":\"x\",\"roles\":[\"king\"] | there is no role king; there are [emitter,",
        "\"name\":\"a b\",\"roles\":[\"viewer\"] | name: must be up to 60",
        "\"name\":\"x\",\"roles\":[\"viewer\"],\"expiresAt\":\"2020-01-01T00:00:00Z\" | expiresAt: is in the past",
        "\"name\":\"x\",\"roles\":[\"viewer\"],\"expiresAt\":\"soon\" | expiresAt: must be a time",
        "\"name\":\"x\",\"roles\":[\"viewer\"],\"hash\":\"00\" | hash: is unknown",
        "\"name\":\"x\",\"roles\":[\"viewer\"],\"targets\":[\"\"] | each is one line"})
    void aTokenThatIsNotClearIsNotMade(String members, String message) throws Exception {
        var reply = api.post("/v1/tokens", "application/json", "{\"who\":\"ada\"," + members + "}");

        assertThat(reply.status()).isEqualTo(400);
        assertThat((String) reply.get("detail")).contains(message);
    }

    @Test
    void onlyEventsOfATokensSourcesAreTaken() throws Exception {
        var within = event(ofPayroll, "/hr/berlin");
        var other = event(ofPayroll, "/finance");
        var mixed = ask(ofPayroll, "POST", "/v1/events", "[{\"type\":\"a\",\"source\":\"/cron\",\"data\":{}},"
                + "{\"type\":\"a\",\"source\":\"/cron/2\",\"data\":{}}]");

        assertThat(within.status()).isEqualTo(202);
        assertThat(other.status()).isEqualTo(403);
        assertThat((String) other.get("detail")).contains("/finance");
        assertThat(mixed.status()).isEqualTo(403);
    }

    @Test
    void whoReachesForWhatIsNotTheirsIsRecorded() throws Exception {
        var caller = (Logger) LoggerFactory.getLogger(Caller.class);
        var lines = new ListAppender<ILoggingEvent>();
        lines.start();
        caller.addAppender(lines);
        try {
            event(ofPayroll, "/finance");
            get(ofOther, "/v1/packets?target=payroll");
            ask(ofOther, "POST", "/v1/acts", "{\"kind\":\"pause\",\"who\":\"ada\",\"target\":\"payroll\"}");
            ask(byRole.get("viewer"), "POST", "/v1/replays", "{\"who\":\"ada\",\"from\":\"2026-01-01T00:00:00Z\"}");
        } finally {
            caller.detachAppender(lines);
        }

        assertThat(lines.list).hasSize(4).allSatisfy(line -> {
            assertThat(line.getLevel()).isEqualTo(Level.WARN);
            assertThat(line.getFormattedMessage()).startsWith("refused: ");
            assertThat(line.getKeyValuePairs().toString()).contains("from=\"127.0.0.1\"");
        });
        assertThat(lines.list.stream().map(line -> line.getKeyValuePairs().getFirst().toString())).containsExactly(
                "principal=\"pat\"", "principal=\"olga\"", "principal=\"olga\"", "principal=\"viewer\"");
    }

    private static Reply event(String token, String source) throws Exception {
        return ask(token, "POST", "/v1/events",
                "{\"type\":\"rate.changed\",\"source\":\"%s\",\"data\":{\"rate\":1}}".formatted(source));
    }

    @Test
    void anotherTargetsPacketsAreNeitherSeenNorActedUpon() throws Exception {
        var dead = api.get("/v1/packets/dead?target=payroll").list("packets").getFirst();
        var requeue = "{\"kind\":\"requeue\",\"who\":\"olga\",\"event\":%s,\"target\":\"payroll\"}"
                .formatted(dead.get("event"));

        assertThat(ask(ofOther, "POST", "/v1/acts", requeue).status()).isEqualTo(403);
        assertThat(ask(ofOther, "POST", "/v1/acts", "{\"kind\":\"discard\",\"who\":\"olga\"}").status()).isEqualTo(403);
        assertThat(ask(ofOther, "POST", "/v1/acts", "{\"kind\":\"pause\",\"who\":\"olga\",\"target\":\"payroll\"}")
                .status()).isEqualTo(403);
        assertThat(ask(ofPayroll, "POST", "/v1/acts", requeue.replace("requeue", "redirect").replace("}",
                ",\"to\":\"gis\"}")).status()).isEqualTo(403);
        assertThat(get(ofOther, "/v1/packets?target=payroll").status()).isEqualTo(403);
        assertThat(get(ofOther, "/v1/packets/dead").status()).isEqualTo(403);
        assertThat(get(ofOther, "/v1/packets").list("packets")).isEmpty();
        assertThat(get(ofOther, "/v1/targets").list("targets")).isEmpty();
        assertThat(get(ofOther, "/v1/outbox").list("packets")).isEmpty();
        assertThat(get(ofOther, "/v1/mappings").status()).isEqualTo(403);

        assertThat(get(ofPayroll, "/v1/packets").list("packets")).isNotEmpty();
        assertThat(get(ofPayroll, "/v1/targets").list("targets")).hasSize(1);
        assertThat(api.get("/v1/packets/dead?target=payroll").list("packets")).contains(dead);
    }

    @Test
    void whatIsOutOfReachIsNotInAComparison() throws Exception {
        var order = """
                {"old": "source_event: rate.changed\\ntargets: {gis: {connector: X, map: {rate: a}}, payroll: {map: {rate: a}}}",
                 "new": "source_event: rate.changed\\ntargets: {gis: {connector: X, map: {rate: b}}, payroll: {map: {rate: b}}}"}
                """;
        event(byRole.get("emitter"), "/finance");
        var all = api.post("/v1/mappings:diff", "application/json", order);
        var other = ask(ofOther, "POST", "/v1/mappings:diff", order);
        var payroll = ask(ofPayroll, "POST", "/v1/mappings:diff", order);

        assertThat(all.list("targets")).extracting(t -> t.get("target")).containsExactly("gis", "payroll");
        assertThat(other.list("targets")).extracting(t -> t.get("target")).containsExactly("gis");
        assertThat(other.list("differences")).extracting(d -> d.get("target")).containsOnly("gis");
        assertThat(payroll.list("targets")).extracting(t -> t.get("target")).containsExactly("payroll");
        assertThat(payroll.body().toString()).doesNotContain("/finance", "target=gis");
        assertThat((Long) payroll.get("events")).isLessThan((Long) all.get("events"));

        var version = api.get("/v1/mappings").list("mappings").getFirst().get("version");
        var past = "{\"old\": \"%s\", \"new\": \"%s\"}".formatted(version, version);
        assertThat(api.post("/v1/mappings:diff", "application/json", past).status()).isEqualTo(200);
        assertThat(ask(ofPayroll, "POST", "/v1/mappings:diff", past).status()).isEqualTo(403);
    }

    @Test
    void anotherTargetsReplayIsNotThere() throws Exception {
        var order = "{\"who\":\"ada\",\"from\":\"2020-01-01T00:00:00Z\",\"to\":\"2020-01-02T00:00:00Z\"}";
        var all = ask(ofOther, "POST", "/v1/replays", order);
        var payroll = ask(ofOther, "POST", "/v1/replays", order.replace("}", ",\"target\":\"payroll\"}"));
        var window = "{\"who\":\"ada\",\"from\":\"%s\",\"target\":\"payroll\",\"force\":true}"
                .formatted(Instant.now().minusSeconds(600));
        var made = api.post("/v1/replays", "application/json", window).get("id");

        assertThat(all.status()).isEqualTo(403);
        assertThat(payroll.status()).isEqualTo(403);
        assertThat(get(ofOther, "/v1/replays/" + made).status()).isEqualTo(404);
        assertThat(ask(ofOther, "POST", "/v1/replays/" + made + "/cancel", "{\"who\":\"olga\"}").status())
                .isEqualTo(404);
        assertThat(get(ofOther, "/v1/replays").list("replays")).isEmpty();
        assertThat(get(ofPayroll, "/v1/replays/" + made).status()).isEqualTo(200);
    }

    @Test
    void whoIsNamedInAnActCannotPassForAnotherToken() throws Exception {
        ask(byRole.get("operator"), "POST", "/v1/acts",
                "{\"kind\":\"pause\",\"who\":\"ada by token admin from 10.0.0.1\",\"target\":\"payroll\"}");
        ask(byRole.get("operator"), "POST", "/v1/acts", "{\"kind\":\"resume\",\"who\":\"ada\",\"target\":\"payroll\"}");

        var acts = api.get("/v1/acts").list("acts").stream().map(act -> act.get("who")).toList();
        assertThat(acts).contains("ada by token operator from 127.0.0.1")
                .anySatisfy(who -> assertThat((String) who).endsWith(" by token operator from 127.0.0.1")
                        .startsWith("ada by"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer", "Bearer ", "Bearer a b", "Basic YTpi", "Bearer brg_" + "A", "Token x"})
    void whatIsNoTokenIsRefusedAndNotRepeated(String authorization) throws Exception {
        var reply = api.send(api.bare("/v1/outbox").header("Authorization", authorization).GET());

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.header("WWW-Authenticate")).startsWith("Bearer realm=\"hms-bridge\"");
        assertThat((String) reply.get("detail")).doesNotContain("YTpi", "brg_");
    }
}
