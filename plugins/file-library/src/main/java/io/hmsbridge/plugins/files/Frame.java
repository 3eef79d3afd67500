package io.hmsbridge.plugins.files;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The header and trailer records of a file: text with {@code {count}}, {@code {sum FIELD}} and {@code {date}}, the first two
 * optionally with a picture, as {@code {count 9(6)}} and {@code {sum rate S9(9)V99}}.
 *
 * @param header empty for none
 * @param trailer empty for none
 */
public record Frame(String header, String trailer) {

    private static final Pattern WORD = Pattern.compile("\\{([^}]*)}");
    private static final Pattern COUNT = Pattern.compile("count(?: (.+))?");
    private static final Pattern SUM = Pattern.compile("sum (\\S+)(?: (.+))?");

    /** Neither of them. */
    public static final Frame NONE = new Frame("", "");

    /** @throws IllegalArgumentException with a message for people */
    public Frame {
        try {
            var totals = new Totals(header, trailer, LocalDate.EPOCH);
            fill(header, totals);
            fill(trailer, totals);
        } catch (UnfitException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** Of a file that has no records yet. */
    Totals totals(LocalDate date) {
        return new Totals(header, trailer, date);
    }

    /** What a file's records come to, as far as its header and trailer say. */
    static final class Totals {

        private final LocalDate date;
        private final Map<String, BigDecimal> sums = new TreeMap<>();
        private long count;

        private Totals(String header, String trailer, LocalDate date) {
            this.date = date;
            WORD.matcher(header + trailer).results().map(word -> SUM.matcher(word.group(1))).filter(Matcher::matches)
                    .forEach(sum -> sums.put(sum.group(1), BigDecimal.ZERO));
        }

        void add(Map<String, Object> fields) {
            count++;
            for (var sum : sums.entrySet()) {
                if (fields.get(sum.getKey()) instanceof Number number) {
                    sum.setValue(sum.getValue().add(new BigDecimal(number.toString())));
                }
            }
        }
    }

    /** @throws UnfitException if a count or a sum overflows its picture */
    static String fill(String template, Totals totals) throws UnfitException {
        var filled = new StringBuilder();
        var words = WORD.matcher(template);
        while (words.find()) {
            words.appendReplacement(filled, Matcher.quoteReplacement(value(words.group(1), totals)));
        }
        return words.appendTail(filled).toString();
    }

    private static String value(String word, Totals totals) throws UnfitException {
        if (word.equals("date")) {
            return DateTimeFormatter.BASIC_ISO_DATE.format(totals.date);
        }
        var count = COUNT.matcher(word);
        if (count.matches()) {
            return shown("count", totals.count, count.group(1));
        }
        var sum = SUM.matcher(word);
        if (sum.matches()) {
            var field = sum.group(1);
            return shown("sum " + field, totals.sums.get(field), sum.group(2));
        }
        throw new IllegalArgumentException(
                "a header or trailer knows no {" + word + "}; it knows {count}, {sum FIELD} and {date}");
    }

    private static String shown(String name, Object value, String picture) throws UnfitException {
        return picture == null ? Cell.text(name, value) : Picture.of(picture).format(name, value);
    }
}
