package io.hmsbridge.server.config;

import io.hmsbridge.core.calendar.CronTimes;
import io.hmsbridge.core.calendar.Holidays;
import io.hmsbridge.core.calendar.Windows;
import io.hmsbridge.core.calendar.Windows.Kind;
import io.hmsbridge.core.calendar.Windows.Rule;
import io.hmsbridge.core.yaml.MapReader;
import io.hmsbridge.core.yaml.Problems;
import io.hmsbridge.core.yaml.Suggestion;
import io.hmsbridge.core.yaml.YamlList;
import io.hmsbridge.core.yaml.YamlMap;
import io.hmsbridge.core.yaml.YamlNode;
import io.hmsbridge.core.yaml.YamlScalar;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The windows of targets, and those that are shared by name. */
final class WindowsBinding {

    private static final String FORM = "Write it like {deny: \"0 2 * * SUN\", duration: 4h, zone: America/New_York}.";

    private final Problems problems;
    private final ReadFiles files;
    private final Instant now;
    private final Map<String, List<Rule>> shared = new HashMap<>();

    /**
     * @param windows those that are shared
     * @param files reads the holidays
     * @param now what is to come begins here
     */
    WindowsBinding(MapReader windows, Problems problems, ReadFiles files, Instant now) {
        this.problems = problems;
        this.files = files;
        this.now = now;
        for (var name : windows.keys()) {
            shared.put(name, windows.node(name).stream().flatMap(WindowsBinding::items)
                    .flatMap(item -> rule(item, "a list of rules").stream()).toList());
            warnIfNever(windows, name, "the shared windows " + name, new Windows(shared.get(name)));
        }
    }

    /** The windows of a target; warns if they never open. */
    Windows of(MapReader target, String name) {
        var windows = new Windows(target.node("windows").stream().flatMap(WindowsBinding::items)
                .flatMap(this::rules).toList());
        warnIfNever(target, "windows", "the windows of " + name, windows);
        return windows;
    }

    private void warnIfNever(MapReader map, String key, String whose, Windows windows) {
        if (!problems.hasErrors() && !windows.opensAfter(now)) {
            map.warning(key, whose + " never open: packets wait for ever",
                    "Look for a deny that covers all that is allowed.");
        }
    }

    /** Those that are shared, by name. */
    Map<String, Windows> shared() {
        return shared.entrySet().stream().collect(Collectors.toUnmodifiableMap(Map.Entry::getKey,
                windows -> new Windows(windows.getValue())));
    }

    private static Stream<YamlNode> items(YamlNode node) {
        return node instanceof YamlList list ? list.items().stream() : Stream.of(node);
    }

    private Stream<Rule> rules(YamlNode item) {
        if (!(item instanceof YamlScalar name)) {
            return rule(item, "a rule, or the name of shared windows").stream();
        }
        if (!shared.containsKey(name.text())) {
            problems.add(item.position().error("there are no shared windows `" + name.text() + "`",
                    Suggestion.didYouMean(name.text(), shared.keySet(), "Write them below `windows`.")));
        }
        return shared.getOrDefault(name.text(), List.of()).stream();
    }

    private Optional<Rule> rule(YamlNode item, String expected) {
        if (!(item instanceof YamlMap map)) {
            problems.add(item.position().error("a window must be " + expected + ", not " + item.kind(), FORM));
            return Optional.empty();
        }
        var rule = MapReader.of(map, problems).allowOnly("allow", "deny", "holidays", "duration", "zone");
        var kinds = Stream.of("allow", "deny", "holidays").filter(kind -> rule.node(kind).isPresent()).toList();
        var zone = zone(rule);
        if (kinds.size() != 1) {
            problems.add(map.position().error("a window has one of `allow`, `deny` and `holidays`", FORM));
            return Optional.empty();
        }
        if (kinds.contains("holidays")) {
            return zone.flatMap(z -> holidays(rule, z));
        }
        var kind = kinds.getFirst();
        var times = times(rule, kind);
        return times.flatMap(when -> zone.map(z -> new Rule(kind.equals("allow") ? Kind.ALLOW : Kind.DENY, when, z)));
    }

    private static Optional<ZoneId> zone(MapReader rule) {
        var text = rule.text("zone").required();
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(ZoneId.of(text));
        } catch (DateTimeException _) {
            rule.error("zone", "there is no zone `" + text + "`",
                    Suggestion.didYouMean(text, ZoneId.getAvailableZoneIds(), "Write it like America/New_York."));
            return Optional.empty();
        }
    }

    private static Optional<CronTimes> times(MapReader rule, String kind) {
        var duration = rule.duration("duration").check(CronTimes::lasts, "`duration` must be from 1m to 366d",
                "Write it like 30m, 4h or 2d.").required();
        try {
            // Where the duration is wrong that is said already; the expression is looked at all the same.
            return Optional.of(new CronTimes(rule.text(kind).required(),
                    CronTimes.lasts(duration) ? duration : Duration.ofHours(1)));
        } catch (IllegalArgumentException e) {
            rule.error(kind, e.getMessage(), "");
            return Optional.empty();
        }
    }

    private Optional<Rule> holidays(MapReader rule, ZoneId zone) {
        var file = rule.text("holidays").required();
        try {
            var bytes = files.read(Path.of(file), Holidays.MOST_BYTES);
            if (bytes.length > Holidays.MOST_BYTES) {
                rule.error("holidays", file + " is larger than 1 MB", "Keep what is past out of it.");
                return Optional.empty();
            }
            var today = now.atZone(ZoneOffset.UTC).toLocalDate();
            return Optional.of(new Rule(Kind.DENY,
                    Holidays.read(file, new String(bytes, StandardCharsets.UTF_8), zone, today), zone));
        } catch (IOException | InvalidPathException e) {
            rule.error("holidays", "the holidays cannot be read: " + e.getMessage(), "");
        } catch (Holidays.BrokenException e) {
            rule.error("holidays", "%s%s: %s".formatted(file, e.line() > 0 ? ":" + e.line() : "", e.getMessage()), "");
        }
        return Optional.empty();
    }
}
