package io.hmsbridge.core.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The statements, each whole in a file of its own beside this class. */
enum Sql {
    ACT, ACTS, AGE, APPEND, ASK, AWAITED, BACKLOG, BLOCKED, BLOCKED_END, BLOCKED_LOCK, BOOKMARK_CLAIM, BOOKMARK_KEEP,
    CALENDAR,
    CONDITION, CONSERVED, CUT, DEAD, DEAD_COUNT, DEAD_END,
    DEADLINES,
    DEADLINE_EXPECT, DEADLINE_SETTLE, DISCLOSED,
    DUE, EVENTS, EXPIRE, EXPIRED, FIND, FOLD, FOLD_LOCK, FOLD_WAITING,
    FORMER, GONE, HEADS, HELD, JOIN, LANES, LATEST_FIND, LATEST_NOTE, LEASE, LEAVE, LOCK, NEWS, NODES, NOTICE, NUMBERS,
    OPEN, ORIGINS, OUTBOX, PACKETS, PACKETS_FOUND, PACKETS_OF_TARGET,
    PAGE, PAUSE, PERHAPS_SENT, POLICY, RECORD, REJECT, RELEASE, REMEMBER, REPLAY_ADVANCE, REPLAY_AGAIN, REPLAY_CLAIM,
    REPLAY_COUNT,
    REPLAY_EVENTS, REPLAY_FORGET, REPLAY_FORMER, REPLAY_JOBS, REPLAY_LATE, REPLAY_LATER, REPLAY_OVERTAKEN,
    REPLAY_PACKETS,
    REPLAY_PAGE, REPLAY_PREPARE, REPLAY_SCAN, REPLAY_WALK, RESCHEDULE, RESTORED, RESUME, RETRIES, REVISIONS, RIPE,
    SCHEDULE, SCHEDULED, SCHEDULED_CANCEL, SCHEDULED_COUNTS, SCHEDULED_DUE, SCHEDULED_FIND, SEARCH, SEARCH_ENDED,
    SEARCH_KEY,
    SEARCH_WAITING, SEEN, SETTLE, SHEET, STREAM,
    STREAMS, SUMMARIZE, TARGET, TOKENS, TOKEN_ADD, TRANSITIONS, TRANSITIONS_AHEAD, TRANSITION_HEADS, UNHOLD, UNMATCHED,
    WAITING, WAKE,
    WAKE_BEHIND,
    WINDOW, WITHDRAWABLE,
    WITHDRAWABLE_COUNT;

    private final String text;

    Sql() {
        text = load("sql/" + name().toLowerCase(Locale.ROOT) + ".sql");
    }

    String text() {
        return text;
    }

    private static String load(String resource) {
        try (var in = Sql.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the statement " + resource + " is missing from the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
