package io.hmsbridge.server.cli;

import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Shows how a replay goes on until it ends: a bar on a terminal, else its last line. The replay does not need it. */
final class ReplayWatch {

    private static final long LOOK_MILLIS = 200;

    private final BridgeClient client;
    private final Output output;
    private final boolean terminal = Terminal.isInteractive();

    ReplayWatch(BridgeClient client, Output output) {
        this.client = client;
        this.output = output;
    }

    int untilEnd(JsonView begun) {
        var id = begun.text("id");
        var job = begun;
        if (terminal && !output.isJson()) {
            output.error("replay %s goes on by itself if you leave with Ctrl-C; bridge replay cancel %s ends it"
                    .formatted(id, id));
        }
        try {
            while (!job.is("terminal")) {
                draw(ReplayText.bar(job));
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
                job = client.get("/v1/replays/" + id, Map.of());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(ExitCode.FAILED, "interrupted; the replay goes on");
        }
        draw("");
        var last = job;
        output.print(last.fields(), () -> ReplayText.line(last));
        return job.text("state").equals("DONE") ? ExitCode.OK : ExitCode.FAILED;
    }

    /** Over the line before. */
    private void draw(String bar) {
        if (terminal && !output.isJson()) {
            output.overwrite(bar);
        }
    }
}
