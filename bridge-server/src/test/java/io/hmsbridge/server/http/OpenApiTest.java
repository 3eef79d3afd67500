package io.hmsbridge.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.hmsbridge.core.json.ExactJson;
import io.hmsbridge.server.support.ApiClient;
import io.hmsbridge.server.support.ServedBridge;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The running server and its description say the same: every route, every answer, every example. */
class OpenApiTest {

    /** Does not end by itself; {@link PacketStreamTest} reads it. */
    private static final String STREAM = "/v1/stream";

    /** Others extend them, so that more members may come. */
    private static final Set<String> EXTENDED = Set.of("Event", "Token");

    private static ServedBridge server;
    private static ApiClient api;
    private static HttpClient http;
    private static Map<String, Object> document;
    private static String emitter;
    private static String viewer;
    private static final Map<String, String> ids = new HashMap<>();

    /** A method and path with what the document says of it. */
    private record Operation(String method, String path, Map<String, Object> says) {

        String route() {
            return method + " " + path;
        }
    }

    /** A request for which the document promises an answer. */
    private record Asked(String name, HttpRequest request) {}

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        server = ServedBridge.start(folder);
        api = new ApiClient(server.uri());
        http = HttpClient.newHttpClient();
        document = api.get("/openapi.json").body();
        emitter = token("emitter");
        viewer = token("viewer");
        for (int rate : new int[] {1, 2, -1}) {
            api.post("/v1/events?wait=30s", "application/json",
                    "{\"type\":\"rate.changed\",\"data\":{\"rate\":%d}}".formatted(rate));
        }
        var slow = api.post("/v1/replays", "application/json",
                "{\"who\":\"ada\",\"from\":\"%s\",\"rate\":\"1/h\",\"force\":true}"
                        .formatted(Instant.now().minusSeconds(900)));
        ids.put("/v1/packets/{id}", "pkt-1@payroll");
        ids.put("/v1/targets/{id}/probe", "payroll");
        ids.put("/v1/targets/{id}/test", "payroll");
        ids.put("/v1/replays/{id}", slow.get("id").toString());
        ids.put("/v1/replays/{id}/cancel", slow.get("id").toString());
        ids.put("/v1/tokens/{id}/revoke", api.get("/v1/tokens").list("tokens").getLast().get("id").toString());
    }

    @AfterAll
    static void stop() {
        http.shutdownNow();
        api.close();
        server.close();
    }

    private static String token(String role) throws Exception {
        // Made twice, since the first one is revoked by an example.
        var order = "{\"who\":\"ada\",\"name\":\"%s\",\"roles\":[\"%s\"]}".formatted(role, role);
        api.post("/v1/tokens", "application/json", order);
        return (String) api.post("/v1/tokens", "application/json", order).get("token");
    }

    @Test
    void everyRouteIsDescribedAndNoOther() {
        assertThat(operations().stream().map(Operation::route))
                .containsExactlyInAnyOrderElementsOf(AccessTable.routes());
        assertThat(document).containsEntry("openapi", "3.1.0");
    }

    @Test
    void everyAnswerIsAsDescribed() throws Exception {
        var softly = new SoftAssertions();
        var proven = new TreeSet<String>();
        for (var operation : operations()) {
            if (operation.path.equals(STREAM)) {
                continue;
            }
            for (var status : object(operation.says, "responses").keySet()) {
                for (var asked : requests(operation, status)) {
                    check(softly, operation, status, asked);
                    proven.add(operation.route() + " " + status);
                }
            }
        }
        softly.assertAll();
        // 17 operations and more, with five answers on average.
        assertThat(proven).hasSizeGreaterThan(100).contains("POST /v1/events 202", "POST /v1/events 413",
                "POST /v1/replays/{id}/cancel 409");
    }

    @Test
    void anAnswerThatIsNotAsDescribedWouldBeFound() {
        var status = Map.<String, Object>of("$ref", "#/components/schemas/Status");

        assertThat(errors(status, "{\"status\":\"ok\"}")).isEmpty();
        assertThat(errors(status, "{\"status\":\"ok\",\"more\":1}")).isNotEmpty();
        assertThat(errors(status, "{\"status\":\"fine\"}")).isNotEmpty();
        assertThat(errors(status, "{}")).isNotEmpty();
    }

    private static void check(SoftAssertions softly, Operation operation, String status, Asked asked) throws Exception {
        var answer = http.send(asked.request, BodyHandlers.ofString());
        var name = operation.route() + " " + status + " " + asked.name;
        if (!status.equals("default")) {
            softly.assertThat(answer.statusCode()).as(name + ": " + answer.body()).isEqualTo(Integer.parseInt(status));
        }
        var content = object(described(operation, status), "content");
        var type = answer.headers().firstValue("Content-Type").orElse("");
        softly.assertThat(content).as(name).containsKey(type);
        if (type.endsWith("json") && content.containsKey(type)) {
            softly.assertThat(errors(object(object(content, type), "schema"), answer.body()))
                    .as(name + ": " + answer.body())
                    .isEmpty();
        }
    }

    private static Map<String, Object> described(Operation operation, String status) {
        var response = object(object(operation.says, "responses"), status);
        return response.get("$ref") instanceof String ref ? object(object(object(document, "components"), "responses"),
                ref.substring(ref.lastIndexOf('/') + 1)) : response;
    }

    private static List<String> errors(Map<String, Object> schema, String body) {
        var whole = new LinkedHashMap<>(schema);
        whole.put("components", Map.of("schemas", closed()));
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(ExactJson.writeString(whole)).validate(body, InputFormat.JSON).stream()
                .map(Object::toString).toList();
    }

    /** The schemas, to which no member may be added here that they do not name. */
    private static Map<String, Object> closed() {
        var all = new TreeMap<String, Object>();
        object(object(document, "components"), "schemas").forEach((name, schema) -> {
            var closed = new LinkedHashMap<>(map(schema));
            if (closed.containsKey("properties") && !EXTENDED.contains(name)) {
                closed.put("additionalProperties", false);
            }
            all.put(name, closed);
        });
        return all;
    }

    /** Requests that must be answered so. */
    private static List<Asked> requests(Operation operation, String status) throws Exception {
        var path = operation.path.replace("{id}", ids.getOrDefault(operation.path, "1"));
        boolean posts = operation.method.equals("POST");
        var noBody = posts ? "{}" : "";
        return switch (status) {
            case "200", "202" -> examples(operation, path);
            case "400" -> posts
                    ? List.of(asked("unknown parameter", operation, path + "?nonsense=1", ServedBridge.TOKEN, "{}"),
                            asked("not JSON", operation, path, ServedBridge.TOKEN, "{"))
                    : List.of(asked("unknown parameter", operation, path + "?nonsense=1", ServedBridge.TOKEN, ""));
            case "401" -> List.of(asked("wrong token", operation, path, "wrong", noBody));
            case "403" -> List.of(asked("token without the right", operation, path,
                    operation.method.equals("GET") && !operation.path.equals("/v1/tokens")
                            || operation.path.equals("/v1/mappings:try") ? emitter : viewer,
                    noBody));
            case "404" -> List.of(operation.path.equals("/v1/acts")
                    ? asked("no such packet", operation, path, ServedBridge.TOKEN, requeue(999_999))
                    : asked("no such id", operation, operation.path.replace("{id}", "999999"), ServedBridge.TOKEN,
                            posts ? "{\"who\":\"ada\"}" : ""));
            case "409" -> List.of(conflict(operation, path));
            case "413" -> List.of(asked("too large", operation, path, ServedBridge.TOKEN,
                    "\"" + "x".repeat(ServedBridge.BODY_LIMIT) + "\""));
            case "415" -> List.of(new Asked("text", request(operation, path, ServedBridge.TOKEN, "x", "text/plain")));
            case "default" -> List.of(new Asked("wrong method", api.request(path).DELETE().build()));
            default -> throw new AssertionError("nobody asks for " + operation.route() + " " + status);
        };
    }

    private static Asked conflict(Operation operation, String path) throws Exception {
        return switch (operation.route()) {
            case "POST /v1/events" -> {
                var event = "{\"id\":\"conflict\",\"source\":\"/c\",\"type\":\"t\",\"data\":{\"x\":%d}}";
                api.post("/v1/events", "application/json", event.formatted(1));
                yield asked("another body", operation, path, ServedBridge.TOKEN, event.formatted(2));
            }
            case "POST /v1/acts" -> {
                long sent = (Long) api.post("/v1/events?wait=30s", "application/json",
                        "{\"type\":\"rate.changed\",\"data\":{\"rate\":5}}").get("number");
                yield asked("not dead", operation, path, ServedBridge.TOKEN, requeue(sent));
            }
            case "POST /v1/replays" -> asked("empty window", operation, path, ServedBridge.TOKEN, "{\"who\":\"ada\","
                    + "\"from\":\"2020-01-01T00:00:00Z\",\"to\":\"2020-01-02T00:00:00Z\"}");
            case "POST /v1/replays/{id}/cancel" ->
                    asked("ended", operation, path, ServedBridge.TOKEN, "{\"who\":\"ada\"}");
            default -> throw new AssertionError("nobody asks for " + operation.route() + " 409");
        };
    }

    private static String requeue(long event) {
        return "{\"kind\":\"requeue\",\"who\":\"ada\",\"target\":\"payroll\",\"event\":%d}".formatted(event);
    }

    /** All that the document gives as an example: bodies, and each parameter on its own. */
    private static List<Asked> examples(Operation operation, String path) {
        var all = new ArrayList<Asked>();
        if (operation.says.get("requestBody") instanceof Map<?, ?> body) {
            object(map(body), "content").forEach((type, content) -> object(map(content), "examples")
                    .forEach((name, example) -> all.add(new Asked(name, request(operation, path, ServedBridge.TOKEN,
                            ExactJson.writeString(map(example).get("value")), type)))));
        } else {
            all.add(asked("plain", operation, path, ServedBridge.TOKEN, ""));
        }
        if (operation.method.equals("GET") && operation.says.get("parameters") instanceof List<?> parameters) {
            parameters.stream().map(OpenApiTest::map).filter(p -> p.containsKey("example"))
                    .map(p -> p.get("name") + "="
                            + URLEncoder.encode(p.get("example").toString(), StandardCharsets.UTF_8))
                    .forEach(query -> all.add(asked(query, operation, path + "?" + query, ServedBridge.TOKEN, "")));
        }
        return all;
    }

    private static Asked asked(String name, Operation operation, String path, String token, String body) {
        return new Asked(name, request(operation, path, token, body, "application/json"));
    }

    private static HttpRequest request(Operation operation, String path, String token, String body, String type) {
        var request = api.bare(path).header("Authorization", "Bearer " + token);
        if (!body.isEmpty()) {
            request.header("Content-Type", type);
        }
        return request.method(operation.method, BodyPublishers.ofString(body)).build();
    }

    private static List<Operation> operations() {
        var all = new ArrayList<Operation>();
        object(document, "paths").forEach((path, methods) -> map(methods).forEach((method, says) -> all
                .add(new Operation(method.toUpperCase(Locale.ROOT), path, map(says)))));
        return all;
    }

    private static Map<String, Object> object(Map<String, Object> in, String name) {
        assertThat(in).containsKey(name);
        return map(in.get(name));
    }

    @SuppressWarnings("unchecked") // it was read from JSON
    private static Map<String, Object> map(Object json) {
        return (Map<String, Object>) json;
    }
}
