package io.hmsbridge.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.hmsbridge.core.governance.PolicyGovernance;
import io.hmsbridge.server.support.ApiClient;
import io.hmsbridge.server.support.ServedBridge;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A key that a target may have, and that not every role sees. */
class GuessedKeyTest {

    private static final String KEY = "ada@example.org";
    private static final String SHEET = """
            source_event: note.added
            key: data.note
            targets:
              mail:
                connector: Sink
                map: {rate: dailyRate}
            """;

    @Test
    void whoMayNotSeeAKeyDoesNotFindItByGuessing(@TempDir Path folder) throws Exception {
        Files.writeString(Files.createDirectories(folder.resolve("mappings")).resolve("notes.yaml"), SHEET);
        var policy = Files.writeString(folder.resolve("governance.yaml"), "classes: {email: allow}");
        var governance = PolicyGovernance.of(policy, _ -> null);
        try (var server = ServedBridge.start(folder, builder -> builder.governance(governance));
                var api = new ApiClient(server.uri())) {
            api.post("/v1/events?wait=30s", "application/json",
                    "{\"type\": \"note.added\", \"data\": {\"note\": \"" + KEY + "\", \"rate\": -1}}"); // which dies
            var viewer = api.post("/v1/tokens", "application/json",
                    "{\"who\": \"ada\", \"name\": \"viewer\", \"roles\": [\"viewer\"]}").get("token");

            for (var path : List.of("/v1/packets", "/v1/packets/dead")) {
                var guess = path + "?key=" + KEY;
                var asViewer = api.send(api.bare(guess).header("Authorization", "Bearer " + viewer).GET());

                assertThat(api.get(guess).list("packets")).as(guess).hasSize(1);
                assertThat(asViewer.list("packets")).as(guess).isEmpty();
                assertThat(asViewer.get("count")).as(guess).isIn(null, 0L);
            }
        }
    }
}
