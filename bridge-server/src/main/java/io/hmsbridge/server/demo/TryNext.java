package io.hmsbridge.server.demo;

/** What to try on a demo that is left running. */
final class TryNext {

    private TryNext() {}

    static void say(Stage stage, Narrator narrator) {
        var uri = stage.server().uri();
        narrator.say("");
        """
                It goes on running. Try next, in another terminal:

                export BRIDGE_URL=%1$s BRIDGE_TOKEN=%2$s

                curl -H "Authorization: Bearer $BRIDGE_TOKEN" -H "Content-Type: application/json" \\
                  -d '{"type": "policy.per_diem.updated", "data": {"new_rate": 75}}' \\
                  "$BRIDGE_URL/v1/events?wait=5s"
                curl -H "Authorization: Bearer $BRIDGE_TOKEN" $BRIDGE_URL/v1/packets?limit=5
                curl -H "Authorization: Bearer $BRIDGE_TOKEN" $BRIDGE_URL/v1/outbox
                ./bridge outbox

                Change the sheet:  %3$s
                End it:            Ctrl-C"""
                .formatted(uri, stage.server().token().reveal(), stage.folder().sheet()).lines().forEach(narrator::say);
    }
}
