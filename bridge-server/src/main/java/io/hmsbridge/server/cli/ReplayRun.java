package io.hmsbridge.server.cli;

import io.hmsbridge.core.json.ExactJson;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/** Shows what a replay would do, asks whether that is meant, and has the server do it. */
final class ReplayRun {

    /** What a person says of it besides what is ordered. */
    record Wishes(String why, boolean preview, boolean yes, boolean detach) {}

    private final BridgeClient client;
    private final Output output;
    private final Map<String, Object> order;
    private final Wishes wishes;

    /** @param order as the server takes it; what is null in it is left out */
    ReplayRun(BridgeClient client, Output output, Map<String, Object> order, Wishes wishes) {
        this.client = client;
        this.output = output;
        this.order = new LinkedHashMap<>(order);
        this.order.values().removeIf(value -> value == null);
        this.wishes = wishes;
    }

    /**
     * @param text a preview in words
     * @param nothing whether a preview says that there is nothing to do
     * @return the exit code
     */
    int run(Function<JsonView, String> text, Predicate<JsonView> nothing) {
        var would = post(Map.of("preview", true));
        if (wishes.preview || !output.isJson()) {
            output.print(would.fields(), () -> text.apply(would));
        }
        if (wishes.preview) {
            return ExitCode.OK;
        }
        if (nothing.test(would)) {
            if (!output.isJson()) {
                output.line("There is nothing to send.");
            }
            return ExitCode.OK;
        }
        if (!isWanted(would)) {
            return ExitCode.OK;
        }
        var job = post(Map.of("who", System.getProperty("user.name"), "why", wishes.why));
        if (wishes.detach) {
            output.print(job.fields(), () -> "replay %s has begun; see bridge replay show %s"
                    .formatted(job.text("id"), job.text("id")));
            return ExitCode.OK;
        }
        return new ReplayWatch(client, output).untilEnd(job);
    }

    private JsonView post(Map<String, Object> more) {
        var all = new LinkedHashMap<>(order);
        all.putAll(more);
        return client.post("/v1/replays", Map.of(), ExactJson.write(all));
    }

    private boolean isWanted(JsonView would) {
        if (wishes.yes || would.text("events").equals("0")) {
            return true;
        }
        if (!Terminal.isInteractive()) {
            throw new CommandFailure(ExitCode.INVALID, "say --yes if that is meant");
        }
        var answer = System.console().readLine("Send them? [y/N] ");
        return answer != null && answer.strip().equalsIgnoreCase("y");
    }
}
