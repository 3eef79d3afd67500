package io.hmsbridge.server.http;

import io.hmsbridge.api.PacketId;
import io.hmsbridge.core.TriedPacket;
import io.hmsbridge.core.ledger.Act;
import io.hmsbridge.core.ledger.Conserved;
import io.hmsbridge.core.ledger.EventView;
import io.hmsbridge.core.ledger.PacketState;
import io.hmsbridge.core.ledger.PacketView;
import io.hmsbridge.core.ledger.ReplayJob;
import io.hmsbridge.core.ledger.ReplayPreview;
import io.hmsbridge.core.mapping.SheetStatus;
import io.hmsbridge.core.outbox.TargetStatus;
import io.hmsbridge.core.plugin.LoadedPlugin;
import io.hmsbridge.core.yaml.Problem;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;

/** The JSON of the things that people look at. Names are a promise to clients. */
final class Shapes {

    private Shapes() {
    }

    static Map<String, Object> of(PacketId id) {
        return new JsonObject().with("id", id.text()).with("target", id.target()).fields();
    }

    static Map<String, Object> of(EventView event) {
        return new JsonObject()
                .with("number", event.number())
                .with("id", event.id())
                .with("source", event.source())
                .with("type", event.type())
                .with("subject", event.subject())
                .with("acceptedAt", event.acceptedAt())
                .with("packets", event.packets())
                .fields();
    }

    static Map<String, Object> of(Act act) {
        return new JsonObject()
                .with("id", act.id())
                .with("at", act.at())
                .with("who", act.who())
                .with("kind", act.kind())
                .with("why", act.why())
                .with("detail", act.detail())
                .with("count", act.count())
                .fields();
    }

    static Map<String, Object> of(ReplayPreview preview) {
        return new JsonObject().with("preview", true).with("from", preview.from()).with("to", preview.to())
                .with("complete", preview.complete()).with("events", preview.events())
                .with("unmatched", preview.unmatched()).with("count", preview.total())
                .with("packets", preview.packets()).with("waiting", preview.waiting())
                .with("overtaken", preview.overtaken().isEmpty() ? null : preview.overtaken().getAsLong()).fields();
    }

    static Map<String, Object> of(ReplayJob job) {
        var replay = job.replay();
        var counts = job.counts();
        return new JsonObject().with("id", job.id()).with("state", job.state().name())
                .with("terminal", job.state().isTerminal()).with("at", job.at()).with("endedAt", job.endedAt())
                .with("who", job.by().who()).with("why", job.by().why()).with("from", replay.from())
                .with("to", replay.to()).with("target", blank(replay.target())).with("type", blank(replay.type()))
                .with("key", blank(replay.key()))
                .with("states", replay.states().stream().sorted().map(PacketState::name).toList())
                .with("remap", replay.remapped()).with("force", replay.forced())
                .with("overtaken", replay.withOvertaken()).with("rate", blank(replay.rate()))
                .with("total", job.total().isEmpty() ? null : job.total().getAsLong())
                .with("done", BigDecimal.valueOf(job.done()).setScale(4, RoundingMode.DOWN))
                .with("counts", new JsonObject().with("queued", counts.queued()).with("revised", counts.revised())
                        .with("overtaken", counts.overtaken()).with("waiting", counts.waiting())
                        .with("blocked", counts.blocked()).with("unchanged", counts.unchanged())
                        .with("failed", counts.failed()).fields())
                .with("note", blank(job.note())).fields();
    }

    private static String blank(String text) {
        return text.isEmpty() ? null : text;
    }

    static Map<String, Object> of(Conserved sums) {
        return new JsonObject().with("holds", sums.holds()).with("events", sums.events())
                .with("matched", sums.matched()).with("made", sums.made()).with("again", sums.again())
                .with("ended", sums.ended()).with("pending", sums.pending()).with("dead", sums.dead())
                .with("lost", sums.lost()).with("twice", sums.twice())
                .with("wrong", sums.wrong().stream().map(Conserved.Sums::event).toList()).fields();
    }

    static Map<String, Object> of(PacketView packet) {
        return new JsonObject()
                .with("id", packet.id().text())
                .with("event", packet.id().event())
                .with("target", packet.id().target())
                .with("part", packet.id().part())
                .with("revision", packet.id().revision())
                .with("type", packet.type())
                .with("key", packet.key())
                .with("sequence", packet.sequence())
                .with("state", packet.state().name())
                .with("terminal", packet.state().isTerminal())
                .with("acceptedAt", packet.acceptedAt())
                .with("tries", packet.tries())
                .with("due", packet.due())
                .with("detail", packet.detail())
                .withMillis("ms", packet.took())
                .fields();
    }

    static Map<String, Object> of(TargetStatus target) {
        return new JsonObject()
                .with("name", target.name())
                .with("connector", target.connector())
                .with("state", target.state().name())
                .with("reason", target.reason())
                .with("waiting", target.waiting())
                .with("scheduled", target.scheduled())
                .fields();
    }

    static Map<String, Object> of(SheetStatus sheet) {
        var object = new JsonObject().with("file", sheet.name()).with("live", sheet.live().isPresent());
        sheet.live().ifPresent(live -> object
                .with("sourceEvent", live.sourceEvent())
                .with("version", live.version())
                .with("targets", live.targets())
                .with("since", live.since()));
        return object.with("problems", sheet.problems().stream().map(Shapes::of).toList()).fields();
    }

    static Map<String, Object> of(LoadedPlugin plugin) {
        return new JsonObject()
                .with("id", plugin.id())
                .with("version", plugin.version())
                .with("file", plugin.file().getFileName().toString())
                .with("connectors", plugin.connectors())
                .with("state", plugin.state().name())
                .with("since", plugin.since())
                .with("problem", plugin.problem())
                .fields();
    }

    static Map<String, Object> of(TriedPacket tried) {
        var packet = tried.packet();
        return new JsonObject()
                .with("sheet", tried.sheet())
                .with("version", tried.version())
                .with("target", packet.target())
                .with("part", packet.part())
                .with("key", packet.key())
                .with("state", tried.state())
                .with("form", tried.form().name())
                .withValue("content", tried.content())
                .with("detail", tried.detail())
                .with("dropped", packet.dropped())
                .with("changedByGovernance", tried.changed())
                .fields();
    }

    static Map<String, Object> of(Problem problem) {
        return new JsonObject()
                .with("file", problem.file())
                .with("line", problem.line())
                .with("column", problem.column())
                .with("severity", problem.severity().name())
                .with("message", problem.message())
                .with("suggestion", problem.suggestion())
                .fields();
    }
}
