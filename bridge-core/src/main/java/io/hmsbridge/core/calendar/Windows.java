package io.hmsbridge.core.calendar;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * When packets may go to a target: at any time, unless a rule says otherwise. Where rules allow, only within what one of them allows;
 * never within what one denies. Times are what the wall clock of the rule's zone shows: on the day on which it is put forward, a
 * window from 2:00 to 4:00 is an hour shorter, on the day on which it is put back, one from 1:00 to 2:00 comes twice. Immutable.
 */
public record Windows(List<Rule> rules) {

    /** At any time. */
    public static final Windows ALWAYS = new Windows(List.of());

    /** At no time, for windows of which nothing is known: nothing is sent early. */
    public static final Windows NEVER = new Windows(List.of(new Rule(Kind.DENY, new Occasions() {
        @Override
        public Standing at(LocalDateTime moment) {
            return new Standing(true, LocalDateTime.MAX);
        }

        @Override
        public String toString() {
            return "all of the time, since nobody declares these windows";
        }
    }, ZoneOffset.UTC)));

    /** Steps after which looking ahead ends: at one a minute, three days. */
    private static final int STEPS = 5_000;

    private static final int YEARS = 9;

    /** Whether something is allowed or denied, when, and by whose wall clock. */
    public record Rule(Kind kind, Occasions when, ZoneId zone) {

        /** As people would write it. */
        @Override
        public String toString() {
            return "%s %s, %s".formatted(kind == Kind.ALLOW ? "allow" : "deny", when, zone);
        }
    }

    /** What a rule does. */
    public enum Kind {
        ALLOW, DENY
    }

    /**
     * How it stands from a moment on.
     *
     * @param open whether packets may go
     * @param from the moment
     * @param until the next moment at which that may be otherwise, to be asked for anew
     * @param deniedBy what denies it; empty if nothing does
     */
    public record Stretch(boolean open, Instant from, Instant until, Optional<Rule> deniedBy) {

        /** Whether it says anything of this moment. */
        public boolean covers(Instant moment) {
            return !moment.isBefore(from) && moment.isBefore(until);
        }
    }

    /** A moment at which packets may begin to go, or may go no longer. */
    public record Change(Instant at, boolean opens) {}

    public Windows {
        rules = List.copyOf(rules);
    }

    /** How it stands at a moment. */
    public Stretch at(Instant moment) {
        boolean allowing = false;
        boolean allowed = false;
        Rule denying = null;
        var until = farFrom(moment);
        for (var rule : rules) {
            var local = moment.atZone(rule.zone);
            var standing = rule.when.at(local.toLocalDateTime());
            until = earlier(until, instant(standing.until(), local));
            var jump = rule.zone.getRules().nextTransition(moment);
            if (jump != null) {
                until = earlier(until, jump.getInstant());
            }
            if (rule.kind == Kind.ALLOW) {
                allowing = true;
                allowed |= standing.within();
            } else if (standing.within()) {
                denying = rule;
            }
        }
        boolean open = denying == null && (allowed || !allowing);
        return new Stretch(open, moment, until.isAfter(moment) ? until : moment.plusSeconds(1),
                Optional.ofNullable(denying));
    }

    /** Whether a moment is of one of the holidays. */
    public boolean isHoliday(Instant moment) {
        return rules.stream().anyMatch(rule -> rule.when instanceof Holidays holidays
                && holidays.at(moment.atZone(rule.zone).toLocalDateTime()).within());
    }

    /** In an hour that comes twice, the moment is in the one in which we are. */
    private static Instant instant(LocalDateTime local, ZonedDateTime now) {
        return local.equals(LocalDateTime.MAX) ? Instant.MAX
                : ZonedDateTime.ofLocal(local, now.getZone(), now.getOffset()).toInstant();
    }

    private static Instant farFrom(Instant moment) {
        return moment.plus(366L * YEARS, ChronoUnit.DAYS);
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }

    /** The next moment at which packets may go or may no longer; empty if none is in sight. */
    public Optional<Change> nextChange(Instant from) {
        var changes = changes(from, farFrom(from), 1);
        return changes.stream().findFirst();
    }

    /** When packets may begin to go and when no longer, between two moments, in order; the first so many. */
    public List<Change> changes(Instant from, Instant to, int limit) {
        var changes = new ArrayList<Change>();
        var stretch = at(from);
        for (int step = 0; step < STEPS && changes.size() < limit && stretch.until().isBefore(to); step++) {
            var next = at(stretch.until());
            if (next.open != stretch.open) {
                changes.add(new Change(next.from, next.open));
            }
            stretch = next;
        }
        return changes;
    }

    /** Whether packets may go at some time after a moment, as far as can be seen: for years, or for days where rules come each minute. */
    public boolean opensAfter(Instant moment) {
        return at(moment).open || nextChange(moment).isPresent();
    }
}
