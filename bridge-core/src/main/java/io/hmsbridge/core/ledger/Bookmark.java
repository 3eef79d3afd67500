package io.hmsbridge.core.ledger;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How far somebody has read what became of packets. Each writer's commits are numbered without gaps, so that all of it up to a
 * number has been read once that number has.
 *
 * @param incarnation the ledger that was read
 * @param floor writers with lower numbers have ended, and were read whole
 * @param read the last commit that was read, by writer; of others from {@code floor} on, none was
 */
public record Bookmark(String incarnation, int floor, SortedMap<Integer, Long> read) {

    private static final String ENTRY = "\\d{1,9}\\.\\d{1,18}";
    private static final Pattern FORM = Pattern
            .compile("([0-9a-f]{8}):(\\d{1,9}):((?:" + ENTRY + "(?:," + ENTRY + "){0,999})?)");

    public Bookmark {
        read = Collections.unmodifiableSortedMap(new TreeMap<>(read));
    }

    /** Once one more commit was read. */
    public Bookmark with(int stream, long n) {
        var further = new TreeMap<>(read);
        further.put(stream, n);
        return new Bookmark(incarnation, floor, further);
    }

    /** Without writers below a number, of which all is read and nothing more will come. */
    public Bookmark from(int writer) {
        return writer <= floor ? this : new Bookmark(incarnation, writer, read.tailMap(writer));
    }

    /** Whether a commit was read. */
    public boolean covers(int stream, long n) {
        return stream < floor || read.getOrDefault(stream, 0L) >= n;
    }

    /** Whether all commits were read that another says were read, of writers that it names. */
    public boolean covers(Bookmark other) {
        return other.read.entrySet().stream().allMatch(entry -> covers(entry.getKey(), entry.getValue()));
    }

    /** One word, which {@link #parse} takes: {@code a1b2c3d4:5:5.1200,6.88}. */
    public String text() {
        return incarnation + ":" + floor + ":" + read.entrySet().stream()
                .map(entry -> entry.getKey() + "." + entry.getValue()).collect(Collectors.joining(","));
    }

    /** Empty if the text is none. */
    public static Optional<Bookmark> parse(String text) {
        var matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Map<Integer, Long> read = new TreeMap<>();
        if (!matcher.group(3).isEmpty()) {
            for (var entry : matcher.group(3).split(",", -1)) {
                int dot = entry.indexOf('.');
                read.put(Integer.parseInt(entry, 0, dot, 10), Long.parseLong(entry, dot + 1, entry.length(), 10));
            }
        }
        return Optional.of(new Bookmark(matcher.group(1), Integer.parseInt(matcher.group(2)), new TreeMap<>(read)));
    }
}
