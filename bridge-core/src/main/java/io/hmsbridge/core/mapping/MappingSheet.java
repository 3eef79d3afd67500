package io.hmsbridge.core.mapping;

import io.hmsbridge.api.Event;
import io.hmsbridge.core.mapping.expression.Scope;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One mapping sheet as read: which events go to which targets, and as what.
 *
 * @param name its file's name
 * @param events the types of events it maps
 * @param when which of them
 * @param key of its packets; empty for the event's subject, else its type
 * @param effective from when on they may go; empty for at once
 */
public record MappingSheet(String name, Version version, List<EventPattern> events, Optional<Rule> when,
        Optional<Rule> key, Optional<EffectiveAt> effective, List<TargetMapping> targets) {

    public MappingSheet {
        events = List.copyOf(events);
        targets = List.copyOf(targets);
    }

    /** The types of events it maps, for people. */
    public String sourceEvent() {
        return events.stream().map(EventPattern::toString).collect(Collectors.joining(", "));
    }

    /** Takes what is made for the target with a number in the sheet. */
    @FunctionalInterface
    interface Taker {
        void take(int index, int part, String key, Timing timing, Mapped.Result result);
    }

    /** What each target gets of an event of the sheet's types. */
    void map(Event event, Scope scope, Taker taker) {
        var usualKey = event.subject().isEmpty() ? event.type() : event.subject();
        Optional<Instant> from;
        try {
            if (when.isPresent() && !when.get().holds(scope)) {
                return;
            }
            if (key.isPresent()) {
                usualKey = key.get().text(scope).orElse(usualKey);
            }
            from = effective.flatMap(at -> at.of(scope));
        } catch (MappingFailure e) {
            for (int i = 0; i < targets.size(); i++) {
                taker.take(i, 0, usualKey, Timing.NONE, new Mapped.Result.Failed(e.getMessage()));
            }
            return;
        }
        map(event, scope, usualKey, from, taker);
    }

    private void map(Event event, Scope scope, String usualKey, Optional<Instant> from, Taker taker) {
        for (int i = 0; i < targets.size(); i++) {
            var target = targets.get(i);
            target.plan().map(event, scope, usualKey, i, (index, part, reached, result) -> {
                try {
                    taker.take(index, part, reached, target.timing(scope, from, result), result);
                } catch (MappingFailure e) {
                    taker.take(index, part, reached, Timing.NONE, new Mapped.Result.Failed(e.getMessage()));
                }
            });
        }
    }

    /** What it says of a target; empty if nothing. */
    Optional<TargetMapping> target(String name) {
        for (var mapping : targets) { // no stream: with a thousand sheets it is asked half a million times
            if (mapping.target().equals(name)) {
                return Optional.of(mapping);
            }
        }
        return Optional.empty();
    }

    /** Whether both surely make packets of one event for a target; where conditions decide nobody knows before there is one. */
    boolean surelyMeets(MappingSheet other, String target) {
        return mapsAlways(target) && other.mapsAlways(target) && overlaps(other);
    }

    private boolean mapsAlways(String target) {
        return when.isEmpty() && target(target).filter(mapping -> mapping.plan().when().isEmpty()).isPresent();
    }

    private boolean overlaps(MappingSheet other) {
        for (var mine : events) {
            for (var its : other.events) {
                if (mine.overlaps(its)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** A sheet's content and what it is known by: its SHA-256. */
    public record Version(byte[] hash, String content) {

        static Version of(byte[] content) {
            try {
                return new Version(MessageDigest.getInstance("SHA-256").digest(content),
                        new String(content, StandardCharsets.UTF_8));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every JDK has SHA-256", e);
            }
        }

        /** The first 12 hexadecimal digits: enough to tell versions apart. */
        public String shortHash() {
            return HexFormat.of().formatHex(hash, 0, 6);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Version version && Arrays.equals(hash, version.hash);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(hash);
        }

        @Override
        public String toString() {
            return shortHash();
        }
    }
}
