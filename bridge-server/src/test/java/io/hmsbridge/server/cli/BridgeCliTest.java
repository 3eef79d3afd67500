package io.hmsbridge.server.cli;

import static io.hmsbridge.server.cli.Run.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.hmsbridge.api.Event;
import io.hmsbridge.server.support.ServedBridge;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BridgeCliTest {

    private static ServedBridge server;
    private static Path tokenFile;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start(@TempDir Path home) throws Exception {
        server = ServedBridge.start(home);
        tokenFile = Files.writeString(home.resolve("token"), ServedBridge.TOKEN + "\n");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void anEmittedEventIsShownWithItsOutcome() {
        var run = runOnServer("emit", "rate.changed", "--data", "{\"rate\": 68.00}", "--wait", "30s");

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .containsPattern("accepted as event \\d+\\Rpkt-\\d+ → SENT {2}payroll took it \\(\\d+ ms\\)");
    }

    @Test
    void hostileTextStaysTextOnTheTerminal() {
        var hostile = "${jndi:ldap://x}<script>\u202e";
        server.bridge().emit(Event.of("rate.changed", Map.of("rate", 1L)).withSubject(hostile).withId("/cli", hostile));
        var refused = runOnServer("targets", "pause", "payroll", "--why", "\u001b[31m" + hostile + "\nforged line");
        runOnServer("targets", "pause", "payroll", "--why", hostile);
        runOnServer("targets", "resume", "payroll");

        assertThat(runOnServer("events").out()).contains("${jndi:ldap://x}<script>").doesNotContain("\u202e");
        assertThat(runOnServer("acts").out()).contains("${jndi:ldap://x}<script>").doesNotContain("\u202e");
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.out() + refused.err()).doesNotContain("\u001b", "forged");
    }

    @Test
    void aTargetIsTestedStepByStep() {
        var run = runOnServer("targets", "test", "payroll");

        assertThat(run.out().lines()).containsExactly("\u2713 settings  Sink takes them",
                "? login     this connector has no probe");
        assertThat(run.exitCode()).isZero();
        assertThat(runOnServer("targets", "test", "nobody").err()).contains("there is no target nobody [BRG-1404]");
    }

    @Test
    void aProbeIsAskedAtOnce() {
        var probed = runOnServer("targets", "probe", "payroll");

        assertThat(probed.exitCode()).as(probed.err()).isZero();
        assertThat(probed.out()).matches("payroll: (awake|unknown), .+\\R");
        assertThat(runOnServer("targets", "probe", "nobody").err()).contains("there is no target nobody");
    }

    @Test
    void packetsAreFollowedAsTheyChange() throws Exception {
        var emitting = Thread.ofVirtual().start(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                runOnServer("emit", "rate.changed", "--data", "{\"rate\": 1}", "--subject", "followed", "--wait",
                        "30s");
            }
        });
        var run = runOnServer("packets", "--follow", "--target", "payroll", "--key", "followed", "--state", "SENT",
                "--limit", "2");
        emitting.interrupt();
        emitting.join();

        assertThat(run.err()).isEmpty();
        assertThat(run.out().lines()).hasSize(2)
                .allSatisfy(line -> assertThat(line)
                        .matches("pkt-\\d+ → SENT {2}payroll took it \\(\\d+ ms\\)"));
        assertThat(runOnServer("packets", "--key", "followed", "--state", "SENT", "--type", "rate.changed", "--from",
                "2026-01-01T00:00:00Z", "--limit", "1", "--json").object()).containsEntry("key", "followed");
        assertThat(runOnServer("packets", "--key", "x").out()).contains("There are no such packets.");
        assertThat(runOnServer("packets", "--from", "yesterday").err()).contains("from");
        assertThat(runOnServer("packets", "--follow", "--to", "2026-01-01T00:00:00Z").exitCode()).isEqualTo(2);
        assertThat(runOnServer("packets", "--follow", "--state", "GONE").err()).contains("state");
    }

    @Test
    void anEventThatIsNotDeliveredFailsTheCommandThatWaits() {
        var run = runOnServer("emit", "rate.changed", "--data", "{\"rate\": -1}", "--wait", "30s");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).contains("DEAD");
        assertThat(run.err()).contains("BRG-1301", "given up as DEAD", "to payroll").doesNotContain("yet")
                .hasLineCount(1);
    }

    @Test
    void theSameEventEmittedTwiceIsTheSameEvent() {
        var first = runOnServer("emit", "rate.changed", "--data", "{\"rate\":1}", "--id", "twice", "--json");
        var second = runOnServer("emit", "rate.changed", "--data", "{\"rate\":1}", "--id", "twice", "--json");
        var other = runOnServer("emit", "rate.changed", "--data", "{\"rate\":2}", "--id", "twice", "--json");

        assertThat(second.object()).containsEntry("duplicate", true).containsEntry("number",
                first.object().get("number"));
        assertThat(other.exitCode()).isEqualTo(2);
        assertThat(other.err()).contains("BRG-1005");
    }

    @Test
    void aFileOfWholeEventsIsEmittedAsItIs() throws IOException {
        var file = Files.writeString(folder.resolve("events.json"),
                "[{\"type\":\"rate.changed\",\"data\":{\"rate\":1}},{\"type\":\"other\",\"data\":{}}]");

        var run = runOnServer("emit", "--file", file.toString());

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).containsPattern("accepted as event \\d+\\Rpkt-\\d+ → payroll")
                .contains("no mapping sheet matches [BRG-3004]");
    }

    @Test
    void listsPrintOneObjectALine() {
        runOnServer("emit", "rate.changed", "--data", "{\"rate\": 3}", "--wait", "30s");

        assertThat(runOnServer("packets", "--limit", "1", "--json").object()).containsEntry("target", "payroll");
        assertThat(runOnServer("outbox", "--json").out().lines())
                .allSatisfy(line -> assertThat(line).startsWith("{\"id\":\"pkt-"));
        assertThat(runOnServer("targets", "list", "--json").object()).containsEntry("name", "payroll");
        assertThat(runOnServer("mappings", "list", "--json").object()).containsEntry("file", "rates.yaml");
        assertThat((Long) runOnServer("mappings", "list", "--json").object().get("packets")).isPositive();
        assertThat(runOnServer("mappings", "list").out()).contains("FILE", "AGE", "AUTHOR", "PACKETS", "rates.yaml",
                "rate.changed").containsPattern("[0-9a-f]{12} {2}\\d+[smh] +\\d+\\R");
        assertThat(runOnServer("plugins", "list").out()).contains("There are no plugins.");
        assertThat(runOnServer("acts", "--before", "1").out()).contains("There are no such acts.");
    }

    @Test
    void twoSheetsAreComparedOverRecordedEvents() throws IOException {
        var type = "compared." + System.nanoTime();
        for (int i = 0; i < 3; i++) {
            runOnServer("emit", type, "--data", "{\"rate\": " + i + "}");
        }
        var old = Files.writeString(folder.resolve("old.yaml"),
                "source_event: " + type + "\ntargets: {payroll: {connector: Sink, map: {rate: dailyRate}}}\n")
                .toString();
        var fresh = Files.writeString(folder.resolve("new.yaml"), Files.readString(Path.of(old))
                .replace("map:", "set: {cents: data.rate * 100}, map:")).toString();

        var diff = runOnServer("mappings", "diff", old, fresh, "--limit", "2");
        assertThat(diff.err()).isEmpty();
        assertThat(diff.exitCode()).isZero();
        assertThat(diff.out()).containsPattern("pkt-\\d+@payroll changed\\R  \\+ cents: 0\\Rpkt-\\d+@payroll changed")
                .contains("and 1 more packets", "In the sheets: payroll: +cents", "of which the sheets map 3",
                        "payroll: 0 same, 3 changed");
        assertThat(runOnServer("mappings", "diff", old, fresh, "--exit-code").exitCode()).isEqualTo(1);
        assertThat(runOnServer("mappings", "diff", old, old, "--exit-code").exitCode()).isZero();

        var version = (String) runOnServer("mappings", "list", "--json").object().get("version");
        var past = runOnServer("mappings", "diff", version, fresh, "--limit", "0", "--json").object();
        assertThat(past).containsEntry("changes", "source_event rate.changed → " + type + "; payroll: +cents");

        assertThat(runOnServer("mappings", "diff", "0123456789ab", fresh).err())
                .contains("old: the ledger has no sheet");
        Files.writeString(Path.of(fresh), "source_event: x\ntargets: {payroll: {connector: Sink, mop: {}}}\n");
        assertThat(runOnServer("mappings", "diff", old, fresh).err()).contains("new.yaml:2:", "unknown key `mop`");
    }

    @Test
    void deadPacketsAreListedRequeuedAndDiscarded() {
        runOnServer("emit", "rate.changed", "--data", "{\"rate\": -1}", "--wait", "30s");
        var dead = runOnServer("packets", "dead", "--target", "payroll", "--reason", "not negative", "--json").object();
        var id = (String) dead.get("id");
        assertThat(dead).containsEntry("state", "DEAD");

        assertThat(runOnServer("packets", "requeue", id).err()).contains("--target");
        assertThat(runOnServer("packets", "requeue", "--target", "payroll").err())
                .contains("packets: say --yes if that is meant");
        var edited = runOnServer("packets", "requeue", id, "--target", "payroll", "--data", "{\"dailyRate\": 5}",
                "--why", "a typo", "--json");
        assertThat(edited.object()).containsEntry("revision", "1");
        assertThat(runOnServer("packets", "requeue", id, "--target", "payroll").exitCode()).isEqualTo(2);
        assertThat(runOnServer("packets", "requeue", id, "--target", "payroll").err()).contains("BRG-140");

        runOnServer("emit", "rate.changed", "--data", "{\"rate\": -2}", "--wait", "30s");
        assertThat(runOnServer("packets", "discard", "--target", "payroll", "--reason", "not negative", "--yes").out())
                .contains("discard: 1 packets");
        assertThat(runOnServer("packets", "dead").out()).contains("There are no such packets.");
        assertThat(runOnServer("acts").out()).contains("edit", "a typo", "changed: dailyRate", "discard");
        assertThat(runOnServer("doctor").out()).contains("nothing is missing");
    }

    @Test
    void aTokenIsMadeUsedAndRevoked() throws IOException {
        var made = runOnServer("tokens", "create", "night-watch", "--role", "viewer", "--target", "payroll",
                "--expires", "12h", "--why", "on call");
        assertThat(made.exitCode()).isZero();
        assertThat(made.err()).contains("for night-watch, valid until 20", "not shown again");
        var file = Files.writeString(folder.resolve("night-watch"), made.out()).toString();
        var listed = runOnServer("tokens", "list", "--json").object();
        assertThat(listed).containsEntry("name", "night-watch").containsEntry("valid", true).doesNotContainKey("token");

        assertThat(run("targets", "list", "--url", server.uri().toString(), "--token-file", file).exitCode()).isZero();
        var forbidden = run("tokens", "list", "--url", server.uri().toString(), "--token-file", file);
        assertThat(forbidden.exitCode()).isEqualTo(3);
        assertThat(forbidden.err()).hasLineCount(1).contains("BRG-1102");

        assertThat(runOnServer("tokens", "revoke", listed.get("id").toString()).out()).contains("is revoked");
        assertThat(run("targets", "list", "--url", server.uri().toString(), "--token-file", file).err())
                .contains("BRG-1101");
        assertThat(runOnServer("tokens", "create", "x", "--role", "king").err()).contains("there is no role king");
        assertThat(runOnServer("acts", "--limit", "3").out()).contains("create-token", "on call", "revoke-token",
                "by token admin from 127.0.0.1");
    }

    @Test
    void aWindowIsSentAgainAfterItsPreview() {
        runOnServer("emit", "rate.changed", "--data", "{\"rate\": 3}", "--wait", "30s");

        assertThat(runOnServer("replay", "--since", "1h", "--preview").out()).contains("packets would be sent again",
                "to payroll", "under their keys");
        var unsure = runOnServer("replay", "--since", "1h");
        assertThat(unsure.exitCode()).isEqualTo(2);
        assertThat(unsure.err()).contains("say --yes");

        var sent =
                runOnServer("replay", "--since", "1h", "--force", "--target", "payroll", "--why", "restored", "--yes");
        assertThat(sent.exitCode()).isZero();
        assertThat(sent.out()).containsPattern("replay \\d+  DONE  1 queued, 1 revised").contains(
                "target payroll, force",
                ": restored");
        assertThat(runOnServer("acts").out()).contains("replay", "under new keys", "restored");
        var id = String.valueOf(runOnServer("replay", "list", "--json").objects().getFirst().get("id"));
        assertThat(runOnServer("replay", "show", id, "--follow").out()).contains("DONE");
        var cancelled = runOnServer("replay", "cancel", id);
        assertThat(cancelled.exitCode()).isEqualTo(2);
        assertThat(cancelled.err()).contains("has ended already as DONE", "BRG-1406");
        assertThat(runOnServer("replay", "--since", "1h", "--remap", "--detach", "--yes").out()).contains("has begun");
    }

    @Test
    void aTargetIsBackfilledAfterAPreview() {
        var before = Instant.now().toString(); // other tests have emitted too
        runOnServer("emit", "rate.changed", "--data", "{\"rate\": 3}", "--wait", "30s");

        assertThat(runOnServer("backfill", "payroll", "--since", before, "--preview").out()).contains(
                "1 events would be mapped for payroll", "1 packets that payroll has had");
        assertThat(runOnServer("backfill", "payroll", "--since", "1h").err()).contains("say --yes");
        assertThat(runOnServer("backfill", "payroll", "--since", before, "--latest-per-key", "--live",
                "after", "--why", "joins", "--yes").out())
                .containsPattern("replay \\d+  DONE  0 queued, 1 had").contains("backfill, latestPerKey", ": joins");
        assertThat(runOnServer("acts", "--limit", "1").out()).contains("backfill", "the latest of each key",
                "before live packets");
        assertThat(runOnServer("replay", "list", "--json").objects()).anySatisfy(
                job -> assertThat(job).containsEntry("live", "after").containsEntry("latestPerKey", true));

        assertThat(runOnServer("backfill", "pay", "--since", "1h", "--yes").err()).contains("there is no target pay",
                "BRG-1404");
        assertThat(runOnServer("backfill", "payroll", "--since", "then").err()).contains("how long ago, such as 90d");
        assertThat(runOnServer("backfill", "payroll", "--since", "1h", "--live", "never", "--yes").err())
                .contains("live: must be first or after");
    }

    @ParameterizedTest
    @CsvSource({"replay.md, 4", "time.md, 9"})
    void whatAPageShowsCanBeDone(String name, int count) throws IOException {
        runOnServer("emit", "rate.changed", "--data", "{\"rate\": 3}", "--wait", "30s");
        var page = Files.readString(Path.of("../docs", name));
        var commands = Pattern.compile("(?m)^bridge (.*)$").matcher(page).results()
                .map(found -> found.group(1)).toList();

        assertThat(commands).hasSize(count).allSatisfy(command -> {
            assertThat(runOnServer(command.split(" ")))
                    .satisfies(run -> assertThat(run.exitCode()).as("%s: %s", command, run.err()).isZero());
        });
    }

    @Test
    void aReplayThatCannotBeIsRefusedInWords() {
        runOnServer("emit", "rate.changed", "--data", "{\"rate\": 3}", "--wait", "30s");

        assertThat(runOnServer("replay").err()).contains("Say of which time");
        assertThat(runOnServer("replay", "--since", "yesterday").err()).contains("a length of time such as 30m");
        assertThat(runOnServer("replay", "--from", "2026-12-02T00:00:00Z", "--to", "2026-12-01T00:00:00Z").err())
                .contains("is not before", "BRG-1405");
        assertThat(runOnServer("replay", "--since", "40d", "--yes").err()).contains("31 days", "BRG-1406");
        assertThat(
                runOnServer("replay", "--from", "2020-01-01T00:00:00Z", "--to", "2020-01-02T00:00:00Z", "--yes").err())
                .contains("no event was accepted", "BRG-1406");
        assertThat(runOnServer("replay", "--since", "1h", "--rate", "0/s").err()).contains("at least 1 packet");
        assertThat(runOnServer("replay", "--since", "1h", "--state", "lost").err()).contains("states: lost is none",
                "SENT", "SUPERSEDED");
        assertThat(runOnServer("replay", "--since", "1h", "--state", "dead").err()).contains("requeue");
        assertThat(runOnServer("replay", "show", "4711").err()).contains("there is no replay 4711", "BRG-1407");
    }

    @Test
    void theDoctorLooksAtAWindow() {
        server.bridge().emit(Event.of("rate.changed", Map.of("rate", 1)));
        var now = Instant.now().plusSeconds(60);

        assertThat(runOnServer("doctor", "--json").object().get("events")).isNotEqualTo(0L);
        assertThat(runOnServer("doctor", "--since", "2h").out()).contains("in the last 2h");
        assertThat(runOnServer("doctor", "--all").out()).contains("of all times");
        assertThat(runOnServer("doctor", "--from", now.toString(), "--json").object()).containsEntry("events", 0L)
                .containsEntry("holds", true);
        assertThat(runOnServer("doctor", "--to", now.toString(), "--json").object().get("events")).isNotEqualTo(0L);
        assertThat(runOnServer("doctor", "--from", now.toString(), "--to", now.toString()).err())
                .contains("must be later than from");
        assertThat(runOnServer("doctor", "--all", "--since", "1d").exitCode()).isEqualTo(2);
        assertThat(runOnServer("doctor", "--since", "1 day").err()).contains("such as 30m");
    }

    @Test
    void theDoctorSaysWhatIsNotAsItShouldBeAndWhatToDo() {
        assertThat(runOnServer("doctor").out()).contains("\u2713 database", "\u2713 clock", "\u2713 files");

        runOnServer("targets", "pause", "payroll", "--why", "maintenance");
        var told = runOnServer("doctor");
        var json = runOnServer("doctor", "--json").object();
        runOnServer("targets", "resume", "payroll");

        assertThat(told.exitCode()).isEqualTo(1);
        assertThat(told.out()).contains("\u2717 targets", "payroll sends nothing: paused by an operator",
                "bridge targets test payroll", "nothing is missing");
        assertThat(json).containsEntry("ok", false).containsEntry("holds", true);
        assertThat(runOnServer("doctor").exitCode()).isZero();
    }

    @Test
    void theDoctorAddsUpOnePartAfterTheOther() throws SQLException {
        var before = (Long) runOnServer("doctor", "--all", "--json").object().get("events");
        server.execute("select setval('hms_bridge.number', nextval('hms_bridge.number') + 450000)");
        server.bridge().emit(Event.of("rate.changed", Map.of("rate", 1)));

        assertThat(runOnServer("doctor", "--all", "--json").object()).containsEntry("events", before + 1)
                .containsEntry("holds", true);
    }

    @Test
    void aTargetIsPausedAndGoesOn() {
        runOnServer("emit", "rate.changed", "--data", "{\"rate\": 1}", "--wait", "30s");
        assertThat(runOnServer("targets", "pause", "payroll", "--why", "maintenance").out())
                .contains("payroll: paused");
        assertThat(runOnServer("targets", "list").out()).contains("PAUSED", "paused by an operator");
        assertThat(runOnServer("targets", "pause", "payroll").out()).contains("payroll was paused already");
        assertThat(runOnServer("targets", "resume", "payroll").out()).contains("payroll: resumed");
        assertThat(runOnServer("targets", "drain", "payroll", "--why", "to move it").out())
                .contains("payroll: paused, and nothing is on its way");
        assertThat(runOnServer("targets", "list").out()).contains("paused by an operator");
        assertThat(runOnServer("targets", "resume", "payroll").out()).contains("payroll: resumed");
        assertThat(runOnServer("targets", "drain", "payroll", "--timeout", "2m").err()).contains("at most 60s");
        assertThat(runOnServer("targets", "drain", "nobody").err()).contains("there is no target nobody");
        assertThat(runOnServer("targets", "pause", "nobody").err()).contains("there is no target nobody");
    }

    @Test
    void aPacketWaitsForItsDateAndIsRescheduledOrCalledOff() {
        var emitted = runOnServer("emit", "rate.changed", "--data", "{\"rate\": 7}", "--effective-at",
                "2099-12-07T00:00:00Z", "--json").object();
        var id = "pkt-" + emitted.get("number");

        assertThat(runOnServer("packets", "scheduled", "--target", "payroll").out())
                .contains(id + " → SCHEDULED (due 2099-12-07T00:00:00Z)  payroll");
        assertThat(runOnServer("packets", "reschedule", id, "--target", "payroll", "--to", "2099-12-14T00:00:00Z",
                "--why", "CHG-125").out()).contains(id + ": due 2099-12-14T00:00:00Z");
        assertThat(runOnServer("packets", "discard", id, "--target", "payroll").out()).contains("discard: 1 packets");
        assertThat(runOnServer("packets", "--event", String.valueOf(emitted.get("number"))).out())
                .contains("DISCARDED");
        assertThat(runOnServer("packets", "reschedule", id, "--target", "payroll", "--to", "2h").err())
                .contains("does not wait for a date");
        assertThat(runOnServer("packets", "reschedule", "x", "--target", "payroll", "--to", "2h").err())
                .contains("name one packet as pkt-17");
    }

    @Test
    void theCalendarShowsWhatComesDueAndWhenAPauseEnds() {
        var due = Instant.now().plus(Duration.ofHours(30)).truncatedTo(ChronoUnit.SECONDS);
        var id = "pkt-" + runOnServer("emit", "rate.changed", "--data", "{\"rate\": 7}", "--effective-at",
                due.toString(), "--json").object().get("number");

        assertThat(runOnServer("calendar").out()).containsPattern(due + " +payroll +DUE +1");
        assertThat(runOnServer("calendar", "--days", "1").out()).doesNotContain(due.toString());
        assertThat(runOnServer("packets", "discard", id, "--target", "payroll").out()).contains("discard: 1 packets");
        assertThat(runOnServer("calendar", "--days", "0").err()).contains("days");
    }

    @Test
    void aTargetIsPausedOrOpenedForAWhile() {
        runOnServer("emit", "rate.changed", "--data", "{\"rate\": 1}", "--wait", "30s");
        assertThat(runOnServer("targets", "pause", "payroll", "--until", "2099-12-07T09:00-05:00", "--reason",
                "CHG-123").out()).contains("payroll: paused");
        assertThat(runOnServer("targets", "list").out())
                .contains("paused by an operator until 2099-12-07T14:00:00Z: CHG-123");
        assertThat(runOnServer("targets", "resume", "payroll").out()).contains("payroll: resumed");
        assertThat(runOnServer("targets", "open", "payroll", "--until", "2h", "--why", "CHG-124").out())
                .contains("payroll: open until then");
        assertThat(runOnServer("targets", "resume", "payroll").out()).contains("payroll: resumed");
        assertThat(runOnServer("targets", "resume", "payroll").out()).contains("payroll was not paused");
        assertThat(runOnServer("targets", "pause", "payroll", "--until", "2020-01-01T00:00:00Z").err())
                .contains("until: 2020-01-01T00:00:00Z is past");
        assertThat(runOnServer("targets", "pause", "payroll", "--until", "tomorrow").err())
                .contains("must be a time such as 2026-12-07T09:00:00Z");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "outbx | Did you mean: bridge outbox",
        "emit --dat x | Unknown option: '--dat'",
        "targets | Missing command",
        "emit | name the event's type",
        "emit a --data {} --file b | mutually exclusive",
        "emit a --data {\"x\": | BRG-1001",
        "emit a --file no-such-file | there is no no-such-file",
        "outbox --url ftp://x | must look like",
        "explain BRG-9999 | there is no such code",
        "start --port x | BRG-3001",
        "start --config no-such-file.yaml | BRG-3001"})
    void invalidUsageIsTwoAndSaysWhatIsWrong(String arguments, String message) {
        var run = run(arguments.split(" "));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains(message).doesNotContain("\tat ");
    }

    @Test
    void noServerAndAWrongTokenAreTheEnvironment() throws IOException {
        var wrongToken = Files.writeString(folder.resolve("token"), "wrong");

        var silent = "http://127.0.0.1:" + silentPort();
        var nobody = run("outbox", "--url", silent);
        var refused = run("outbox", "--url", server.uri().toString(), "--token-file", wrongToken.toString());

        assertThat(nobody.exitCode()).isEqualTo(3);
        assertThat(nobody.err()).hasLineCount(1).contains("no server answers at " + silent).contains("BRG-4005");
        assertThat(refused.exitCode()).isEqualTo(3);
        assertThat(refused.err()).hasLineCount(1).contains("BRG-1101");
    }

    @Test
    void aTokenFileThatHoldsOtherThingsIsRefusedAndNotQuoted() throws IOException {
        var file = Files.writeString(folder.resolve("bridge.yaml"), "database:\n  password: hunter2\n");

        var run = run("outbox", "--url", server.uri().toString(), "--token-file", file.toString());

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err()).hasLineCount(1).contains(file.toString(), "not a token").doesNotContain("hunter2");
    }

    @Test
    void aServerThatCannotStartIsTheEnvironmentInOneLine() throws IOException {
        var port = Integer.toString(server.uri().getPort());
        var nowhere = "jdbc:postgresql://127.0.0.1:" + silentPort() + "/none";
        var notAFolder = Files.writeString(folder.resolve("file"), "");
        var config = Files.writeString(folder.resolve("bridge.yaml"),
                "database: {url: \"" + nowhere + "\"}\nlog: {level: error}\n");
        var quiet = Files.writeString(folder.resolve("quiet.yaml"), "log: {level: error}\n").toString();

        var portTaken = start("--config", quiet, "--port", port, "--data", path("data"));
        var noFolder = start("--config", quiet, "--port", "0", "--data", notAFolder.resolve("data").toString());
        var noDatabase = start("--config", config.toString(), "--port", "0", "--data", path("data"));

        assertThat(portTaken.err()).hasLineCount(1).contains("port " + port).contains("BRG-4001");
        assertThat(noFolder.err()).hasLineCount(1).contains(notAFolder.toString()).contains("BRG-4002");
        assertThat(noDatabase.err()).hasLineCount(1).contains(nowhere).contains("BRG-4003");
        assertThat(Stream.of(portTaken, noFolder, noDatabase))
                .allSatisfy(run -> assertThat(run.exitCode()).isEqualTo(3));
    }

    @Test
    void everyCodeIsExplained() {
        assertThat(run("explain", "brg-2101").out()).contains("BRG-2101", "lane", "Renew");
        assertThat(run("explain", "2101", "--json").object()).containsKeys("code", "title", "explanation", "mend");
        assertThat(run("explain").out()).contains("BRG-1001", "BRG-9001");
    }

    @Test
    void aNewConfigurationCanBeCheckedAndIsNeverWrittenOverAnother() {
        var init = run("config", "init", path("new.yaml"));
        var again = run("config", "init", path("new.yaml"));
        var check = run("config", "check", "--config", path("new.yaml"));
        var show = run("config", "show", "--config", path("new.yaml"), "--port", "0", "--json");

        assertThat(init.exitCode()).isZero();
        assertThat(again.exitCode()).isEqualTo(2);
        assertThat(check.exitCode()).isZero();
        assertThat(show.out().lines()).contains("{\"key\":\"http.port\",\"value\":\"0\",\"origin\":\"command line\"}");
    }

    @Test
    void aBadConfigurationIsListedWithEveryPlace() throws IOException {
        var bad = Files.writeString(folder.resolve("bad.yaml"), "http:\n  prt: 1\nlog:\n  level: loud\n");

        var check = run("config", "check", "--config", bad.toString());

        assertThat(check.exitCode()).isEqualTo(2);
        assertThat(check.out()).contains("bad.yaml:2:3", "bad.yaml:4:10", "port");
    }

    @Test
    void aProfileLaysItsFileOverTheConfiguration() throws IOException {
        var file = Files.writeString(folder.resolve("bridge.yaml"), "http: {port: 1}\n").toString();
        Files.writeString(folder.resolve("bridge.prod.yaml"), "http: {port: 2}\n");

        var show = run("config", "show", "--config", file, "--profile", "prod", "--json");
        var check = run("config", "check", "--config", file, "--profile", "prod");
        var missing = start("--config", file, "--profile", "test");

        assertThat(show.out().lines()).anySatisfy(line -> assertThat(line)
                .startsWith("{\"key\":\"http.port\",\"value\":2,").contains("bridge.prod.yaml"));
        assertThat(check.exitCode()).isZero();
        assertThat(missing.exitCode()).isEqualTo(2);
        assertThat(missing.err()).contains("bridge.test.yaml");
    }

    @Test
    void helpVersionAndCompletionAreThere() {
        assertThat(run("--help").out()).contains("start", "emit", "outbox", "Exit status");
        assertThat(run("help", "emit").out()).contains("--wait");
        assertThat(run("--version").out()).contains("HMS Bridge");
        assertThat(run("completion", "bash").out()).contains("complete", "outbox");
        assertThat(run().exitCode()).isEqualTo(2);
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private Run start(String... arguments) {
        var folders = Stream.of("start", "--mappings", path("mappings"), "--plugins", path("plugins"));
        return run(Stream.concat(folders, Stream.of(arguments)).toArray(String[]::new));
    }

    private static Run runOnServer(String... arguments) {
        var connection = Stream.of("--url", server.uri().toString(), "--token-file", tokenFile.toString());
        return run(Stream.concat(Stream.of(arguments), connection).toArray(String[]::new));
    }

    /** A port on which nobody listens. */
    private static int silentPort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
