package io.hmsbridge.server.demo;

import io.hmsbridge.server.config.AccessToken;
import java.util.Map;

/** What to try on a demo that is left running. */
final class TryNext {

    private TryNext() {}

    static void say(Stage stage, Narrator narrator) {
        var url = stage.server().uri().toString();
        var tokenFile = AccessToken.file(stage.folder().data()).toString();
        narrator.say("");
        narrator.tell("running", "It goes on running; Ctrl-C ends it. Try next, in another terminal:",
                Map.of("url", url, "tokenFile", tokenFile, "sheet", stage.folder().sheet().toString()));
        """

                export BRIDGE_URL=%1$s BRIDGE_TOKEN=%2$s

                curl -H "Authorization: Bearer $BRIDGE_TOKEN" -H "Content-Type: application/json" \\
                  -d '{"type": "policy.per_diem.updated", "data": {"new_rate": 75}}' \\
                  "$BRIDGE_URL/v1/events?wait=5s"

                curl -H "Authorization: Bearer $BRIDGE_TOKEN" "$BRIDGE_URL/v1/packets?limit=5"

                ./bridge outbox

                and change a field's name in %3$s"""
                .formatted(url, stage.server().token().reveal(), stage.folder().sheet()).lines()
                .forEach(narrator::say);
    }
}
