package io.hmsbridge.server.http;

import io.hmsbridge.api.PacketId;
import io.hmsbridge.core.Comparison;
import io.hmsbridge.core.TriedPacket;
import io.hmsbridge.core.ledger.Act;
import io.hmsbridge.core.ledger.Conserved;
import io.hmsbridge.core.ledger.Deadlines;
import io.hmsbridge.core.ledger.EventView;
import io.hmsbridge.core.ledger.Governed;
import io.hmsbridge.core.ledger.Ledger;
import io.hmsbridge.core.ledger.PacketState;
import io.hmsbridge.core.ledger.PacketView;
import io.hmsbridge.core.ledger.Replay;
import io.hmsbridge.core.ledger.ReplayJob;
import io.hmsbridge.core.ledger.ReplayPreview;
import io.hmsbridge.core.mapping.SheetStatus;
import io.hmsbridge.core.outbox.TargetStatus;
import io.hmsbridge.core.plugin.LoadedPlugin;
import io.hmsbridge.core.yaml.Problem;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
                .with("backfill", replay.backfill().isPresent())
                .with("latestPerKey", replay.backfill().filter(Replay.Backfill::latestPerKey).isPresent())
                .with("live", blank(replay.backfill().map(how -> how.liveFirst() ? "first" : "after").orElse("")))
                .with("total", job.total().isEmpty() ? null : job.total().getAsLong())
                .with("done", BigDecimal.valueOf(job.done()).setScale(4, RoundingMode.DOWN))
                .with("counts", new JsonObject().with("queued", counts.queued()).with("revised", counts.revised())
                        .with("overtaken", counts.overtaken()).with("waiting", counts.waiting())
                        .with("blocked", counts.blocked()).with("unchanged", counts.unchanged())
                        .with("failed", counts.failed()).with("had", counts.had())
                        .with("scheduled", counts.scheduled()).fields())
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
                .with("policy", packet.governed().policy() == 0 ? null : Long.valueOf(packet.governed().policy()))
                .with("governance", found(packet.governed()))
                .fields();
    }

    /** Class, field, action and rule, never a value; null for nothing. */
    private static List<Map<String, Object>> found(Governed governed) {
        return governed.found().isEmpty() ? null : governed.found().stream().map(Governed.Found::fields).toList();
    }

    static Map<String, Object> of(Ledger.PolicyText policy) {
        return new JsonObject().with("number", policy.number()).with("version", policy.version().substring(0, 12))
                .with("since", policy.since()).with("text", policy.content()).fields();
    }

    static Map<String, Object> of(Ledger.Disclosed disclosed) {
        return new JsonObject().with("target", disclosed.target()).with("class", disclosed.dataClass())
                .with("action", disclosed.action()).with("policy", disclosed.policy())
                .with("packets", disclosed.packets()).with("first", disclosed.first())
                .with("last", disclosed.last()).fields();
    }

    static Map<String, Object> of(TargetStatus target, Deadlines.Standing deadlines) {
        return new JsonObject()
                .with("name", target.name())
                .with("connector", target.connector())
                .with("plugin", target.plugin())
                .with("state", target.state().name())
                .with("reason", target.reason())
                .with("waiting", target.waiting())
                .with("scheduled", target.scheduled())
                .with("deadline", deadlines.next())
                .with("endangered", deadlines.endangered())
                .with("missed", deadlines.missed())
                .fields();
    }

    static Map<String, Object> of(SheetStatus sheet, Optional<SheetAuthors.Author> author) {
        var object = new JsonObject().with("file", sheet.name()).with("live", sheet.live().isPresent());
        sheet.live().ifPresent(live -> object
                .with("sourceEvent", live.sourceEvent())
                .with("version", live.version())
                .with("targets", live.targets())
                .with("since", live.since())
                .with("packets", live.packets()));
        author.ifPresent(who -> object.with("author", who.name()).with("committedAt", who.at()));
        return object.with("problems", sheet.problems().stream().map(Shapes::of).toList()).fields();
    }

    /** @param known the targets of which those are told that it serves */
    static Map<String, Object> of(LoadedPlugin plugin, List<TargetStatus> known) {
        var targets = known.stream().filter(_ -> plugin.state() == LoadedPlugin.State.ACTIVE)
                .filter(target -> target.plugin().equals(plugin.id() + " " + plugin.version())).map(TargetStatus::name)
                .toList();
        return new JsonObject()
                .with("id", plugin.id())
                .with("version", plugin.version())
                .with("file", plugin.file().getFileName().toString())
                .with("connectors", plugin.connectors())
                .with("targets", targets)
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
                .with("governance", found(tried.governed()))
                .with("request", blank(tried.request()))
                .fields();
    }

    static Map<String, Object> of(Comparison comparison) {
        return new JsonObject()
                .with("changes", comparison.changes())
                .with("events", comparison.events())
                .with("mapped", comparison.mapped())
                .with("targets", comparison.targets().entrySet().stream()
                        .map(target -> new JsonObject().with("target", target.getKey())
                                .with("same", target.getValue().same()).with("changed", target.getValue().changed())
                                .with("added", target.getValue().added())
                                .with("removed", target.getValue().removed()).fields())
                        .toList())
                .with("differences", comparison.differences().stream().map(Shapes::of).toList())
                .with("after", comparison.after().isEmpty() ? null : comparison.after().getAsLong())
                .fields();
    }

    private static Map<String, Object> of(Comparison.Difference difference) {
        return new JsonObject()
                .with("packet", difference.packet().text())
                .with("target", difference.packet().target())
                .with("source", difference.source())
                .with("id", difference.id())
                .with("type", difference.type())
                .with("kind", difference.kind().name())
                .with("old", difference.old().map(Shapes::of).orElse(null))
                .with("new", difference.fresh().map(Shapes::of).orElse(null))
                .with("lines", difference.lines())
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
