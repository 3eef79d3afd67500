package io.hmsbridge.plugins.files;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One data item of a copybook, a group of others or a field with a picture.
 *
 * @param line where it is in the copybook, from 1 on
 * @param times how often it occurs, if it is a table
 * @param usage as written here, if it is
 * @param initial what VALUE says: a text, a number, or nothing
 */
record CopybookItem(int line, int level, String name, Optional<Integer> times, Optional<Picture> picture,
        Optional<Usage> usage, Optional<Object> initial, List<CopybookItem> parts) {

    private static final Pattern TEXT = Pattern.compile("[XA]+");
    private static final Pattern NUMBER = Pattern.compile("(S?)(9*)(?:V(9*))?");
    private static final Pattern REPEATED = Pattern.compile("(.)\\((\\d{1,5})\\)");
    private static final int WIDEST = 99_999;

    boolean isFiller() {
        return name.isEmpty();
    }

    /** As a packet's field may be called: in any case, with {@code _} for {@code -}. */
    static String plain(String name) {
        return name.toUpperCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * @return nothing for what takes no place: condition names and renamings
     * @throws IllegalArgumentException with a message for people
     */
    static Optional<CopybookItem> of(CopybookStatements.Statement statement) {
        var words = statement.words();
        if (!words.getFirst().matches("\\d{1,2}")) {
            throw new IllegalArgumentException("`" + words.getFirst()
                    + "` is no level number; leave out what stands in columns 1 to 6 and 73 to 80");
        }
        int level = Integer.parseInt(words.getFirst());
        if (level == 88 || level == 66) {
            return Optional.empty();
        }
        if (level < 1 || level > 49) {
            throw new IllegalArgumentException("level " + level + " is not from 1 to 49");
        }
        return Optional.of(new Reading(words).item(statement.line(), level));
    }

    /** The clauses after the level and the name. */
    private static final class Reading {

        private final List<String> words;
        private int at = 1;
        private String picture;
        private Optional<Usage> usage = Optional.empty();
        private Optional<Integer> times = Optional.empty();
        private Optional<Object> initial = Optional.empty();
        private boolean leading;
        private boolean separate;
        private boolean right;

        private Reading(List<String> words) {
            this.words = words;
        }

        private CopybookItem item(int line, int level) {
            var name = at < words.size() && !isClause(words.get(at)) ? words.get(at++) : "FILLER";
            while (at < words.size()) {
                clause(words.get(at++));
            }
            if (picture == null && (leading || separate || right || initial.isPresent())) {
                throw new IllegalArgumentException("SIGN, JUSTIFIED and VALUE are for a field with a picture");
            }
            if (separate && usage.orElse(Usage.DISPLAY) != Usage.DISPLAY) {
                throw new IllegalArgumentException("COMP and COMP-3 have no sign that is SEPARATE");
            }
            return new CopybookItem(line, level, name.equals("FILLER") ? "" : name, times,
                    Optional.ofNullable(picture).map(written -> picture(written, line)), usage, initial,
                    new ArrayList<>());
        }

        private static boolean isClause(String word) {
            return switch (word) {
                case "PIC", "PICTURE", "REDEFINES", "OCCURS", "USAGE", "VALUE" -> true;
                default -> false;
            };
        }

        private void clause(String word) {
            switch (word) {
                case "PIC", "PICTURE" -> picture = next("IS");
                case "USAGE" -> usage = Optional.of(usage(next("IS")));
                case "DISPLAY", "COMP-3", "COMPUTATIONAL-3", "PACKED-DECIMAL", "COMP", "COMPUTATIONAL", "COMP-4",
                        "COMPUTATIONAL-4", "BINARY", "COMP-1", "COMPUTATIONAL-1", "COMP-2", "COMPUTATIONAL-2", "COMP-5",
                        "COMPUTATIONAL-5", "INDEX", "POINTER", "NATIONAL" -> usage = Optional.of(usage(word));
                case "OCCURS" -> occurs();
                case "SIGN" -> {
                    var where = next("IS");
                    if (!where.equals("LEADING") && !where.equals("TRAILING")) {
                        throw new IllegalArgumentException("SIGN is LEADING or TRAILING, not " + where);
                    }
                    leading = where.equals("LEADING");
                }
                case "INDEXED" -> next("BY"); // of no width
                case "LEADING" -> leading = true;
                case "TRAILING" -> leading = false;
                case "SEPARATE" -> separate = true;
                case "CHARACTER" -> {} // of SEPARATE CHARACTER
                case "JUST", "JUSTIFIED" -> right = true;
                case "RIGHT" -> {} // of JUSTIFIED RIGHT
                case "VALUE" -> initial = literal(next("IS"));
                case "REDEFINES" -> throw new IllegalArgumentException("REDEFINES " + next("")
                        + ": a record is written in one way; leave one of the two out");
                default -> throw new IllegalArgumentException("`" + word
                        + "` is not known here; there are PIC, USAGE, SIGN, OCCURS, JUSTIFIED and VALUE");
            }
        }

        private String next(String noise) {
            if (at < words.size() && words.get(at).equals(noise)) {
                at++;
            }
            if (at == words.size()) {
                throw new IllegalArgumentException("something is missing after " + words.getLast());
            }
            return words.get(at++);
        }

        private void occurs() {
            var count = next("");
            if (!count.matches("[1-9]\\d{0,4}")) {
                throw new IllegalArgumentException("OCCURS needs a number from 1 to 99999, not " + count);
            }
            if (at < words.size() && words.get(at).equals("TIMES")) {
                at++;
            }
            if (at < words.size() && (words.get(at).equals("TO") || words.get(at).equals("DEPENDING"))) {
                throw new IllegalArgumentException(
                        "OCCURS DEPENDING ON makes records of many lengths; write a fixed number of times");
            }
            times = Optional.of(Integer.valueOf(count));
        }

        private static Usage usage(String word) {
            return switch (word) {
                case "DISPLAY" -> Usage.DISPLAY;
                case "COMP-3", "COMPUTATIONAL-3", "PACKED-DECIMAL" -> Usage.PACKED;
                case "COMP", "COMPUTATIONAL", "COMP-4", "COMPUTATIONAL-4", "BINARY" -> Usage.BINARY;
                default -> throw new IllegalArgumentException(
                        word + " is not written; there are DISPLAY, COMP, BINARY, COMP-3 and PACKED-DECIMAL");
            };
        }

        private static Optional<Object> literal(String word) {
            if ("'\"".indexOf(word.charAt(0)) >= 0) {
                var quote = word.substring(0, 1);
                return Optional.of(word.substring(1, word.length() - 1).replace(quote + quote, quote));
            }
            return switch (word) {
                case "SPACE", "SPACES", "ZERO", "ZEROS", "ZEROES" -> Optional.empty(); // as without VALUE
                default -> {
                    try {
                        yield Optional.of(new BigDecimal(word));
                    } catch (NumberFormatException _) {
                        throw new IllegalArgumentException("VALUE " + word + " is no text and no number");
                    }
                }
            };
        }

        private Picture picture(String written, int line) {
            var used =
                    usage.filter(u -> u != Usage.DISPLAY).map(u -> u == Usage.PACKED ? " COMP-3" : " COMP").orElse("");
            var shown = "%s%s (line %d of the copybook)".formatted(written, used, line);
            var symbols = expanded(written);
            if (TEXT.matcher(symbols).matches()) {
                return new Picture(shown, true, right, symbols.length(), 0, 0, false, Picture.Sign.NONE);
            }
            var number = NUMBER.matcher(symbols);
            if (!number.matches() || number.group(2).isEmpty() && number.end(3) <= number.start(3)) {
                throw new IllegalArgumentException("PIC " + written + " is not written; there are X, A, 9, S and V");
            }
            int decimals = number.group(3) == null ? 0 : number.group(3).length();
            int digits = number.group(2).length() + decimals;
            if (digits > Usage.MOST_DIGITS) {
                throw new IllegalArgumentException("PIC " + written + " has more than 18 digits");
            }
            var sign = number.group(1).isEmpty() ? Picture.Sign.NONE
                    : separate ? leading ? Picture.Sign.LEADING : Picture.Sign.TRAILING
                            : leading ? Picture.Sign.OVERPUNCHED_FIRST : Picture.Sign.OVERPUNCHED;
            return new Picture(shown, false, false, digits + (separate && sign != Picture.Sign.NONE ? 1 : 0), digits,
                    decimals, false, sign);
        }

        private static String expanded(String written) {
            return REPEATED.matcher(written).replaceAll(symbol -> {
                int times = Integer.parseInt(symbol.group(2));
                if (times < 1 || times > WIDEST) {
                    throw new IllegalArgumentException("PIC " + written + " repeats a symbol " + times + " times");
                }
                return java.util.regex.Matcher.quoteReplacement(symbol.group(1).repeat(times));
            });
        }
    }
}
