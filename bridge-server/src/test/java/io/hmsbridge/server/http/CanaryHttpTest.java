package io.hmsbridge.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.hmsbridge.core.governance.PolicyGovernance;
import io.hmsbridge.core.json.ExactJson;
import io.hmsbridge.server.support.ApiClient;
import io.hmsbridge.server.support.ServedBridge;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Marked values are in events; no answer of any path holds one for a viewer. */
class CanaryHttpTest {

    private static final String SSN = "536-90-4399";
    private static final String NOTE = "ssn " + SSN;
    private static final String SHEET = """
            source_event: note.added
            key: data.note
            targets:
              mail:
                connector: Sink
                map: {note: note, rate: dailyRate}
            """;

    private static ServedBridge server;
    private static ApiClient api;
    private static HttpClient http;
    private static String number;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        Files.writeString(Files.createDirectories(folder.resolve("mappings")).resolve("notes.yaml"), SHEET);
        server = ServedBridge.start(folder, builder -> builder.governance(PolicyGovernance.byDefault()));
        api = new ApiClient(server.uri());
        http = HttpClient.newHttpClient();
        for (int rate : new int[] {1, -1}) { // the second is refused for good
            var event = Map.of("type", "note.added", "subject", NOTE, "source", "/canary",
                    "id", "id " + SSN + " no " + rate, "specversion", "1.0", "data",
                    Map.of("note", NOTE + " no " + rate, "rate", (long) rate));
            number = api.post("/v1/events?wait=30s", "application/cloudevents+json", ExactJson.writeString(event))
                    .get("number").toString();
        }
    }

    @AfterAll
    static void stop() {
        http.shutdownNow();
        api.close();
        server.close();
    }

    @Test
    void noAnswerHoldsAMarkedValueForAViewer() throws Exception {
        assertThat(leaks(token("viewer"))).isEmpty();
        assertThat(leaks(token("operator"))).isEmpty();
    }

    @Test
    void whoMaySeeThemDoesSoTheSearchWouldFindThem() throws Exception {
        assertThat(leaks(ServedBridge.TOKEN)).contains("/v1/events", "/v1/events/" + number);
    }

    /** The paths whose answers hold one. */
    private static List<String> leaks(String token) throws Exception {
        var leaks = new ArrayList<String>();
        for (var route : AccessTable.routes()) {
            var path = route.substring(route.indexOf(' ') + 1);
            if (!route.startsWith("GET ") || path.equals("/v1/stream") || path.contains("replays/{id}")) {
                continue;
            }
            var asked = path.replace("/v1/packets/{id}", "/v1/packets/pkt-" + number + "@mail").replace("{id}", number);
            var request = api.bare(asked).header("Authorization", "Bearer " + token).GET().build();
            if (http.send(request, BodyHandlers.ofString()).body().contains(SSN)) {
                leaks.add(asked);
            }
        }
        return leaks;
    }

    private static String token(String role) throws Exception {
        return (String) api.post("/v1/tokens", "application/json",
                "{\"who\":\"ada\",\"name\":\"%s\",\"roles\":[\"%s\"]}".formatted(role, role)).get("token");
    }
}
