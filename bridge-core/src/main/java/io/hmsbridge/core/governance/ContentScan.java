package io.hmsbridge.core.governance;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Finds the values of all classes in a text. One cheap pass decides whether there can be any; what follows looks at each
 * character a bounded number of times.
 */
final class ContentScan {

    private static final int FEWEST_DIGITS = 4;
    private static final int SHORTEST_KEY = 16;
    private static final int PEM_DASHES = 5;
    private static final int SHORTEST_ENCODED = 12;
    private static final int LONGEST_ENCODED = 65_536;
    private static final byte OTHER = 0;
    private static final byte LETTER = 1;
    private static final byte DIGIT = 2;
    /** Joins letters and digits to a longer run. */
    private static final byte JOINT = 3;
    /** Begins an escape; or is no ASCII. */
    private static final byte FOREIGN = 4;
    private static final byte[] KINDS = kinds();
    private static final Comparator<Match> IN_ORDER =
            Comparator.comparingInt(Match::start).thenComparing(Comparator.comparingInt(Match::end).reversed());

    /**
     * What a first look at a text saw.
     *
     * @param numbers whether there are digits enough for any number
     * @param tokens whether there may be an address, an account, an id or a key
     * @param foreign whether a character may be other than it looks
     * @param encoded whether a run of characters is long enough to be Base64
     */
    private record Look(boolean numbers, boolean tokens, boolean foreign, boolean encoded) {

        boolean isIdle() {
            return !numbers && !tokens && !foreign && !encoded;
        }
    }

    /** Finds further values in a text without disguises. */
    @FunctionalInterface
    interface More {

        More NOTHING = (_, _) -> {};

        void find(String plain, List<Match> found);
    }

    private ContentScan() {}

    /**
     * All that is found, in order. What may be of several classes is found as each of them: which matters, the policy says.
     *
     * @param field what the field's name says of the text
     */
    static List<Match> find(String text, Optional<DataClass> field, Budget budget) {
        return find(text, field, budget, More.NOTHING);
    }

    /** The same, with what is found besides. */
    static List<Match> find(String text, Optional<DataClass> field, Budget budget, More more) {
        return find(text, field, budget, more, true);
    }

    private static List<Match> find(String text, Optional<DataClass> field, Budget budget, More more, boolean decode) {
        var look = look(text);
        if (look.isIdle() && more.equals(More.NOTHING)) {
            return List.of();
        }
        if (!look.foreign) {
            return inOrder(plain(text, look, field, budget, more, decode));
        }
        var plain = PlainText.of(text);
        var found = new ArrayList<Match>();
        var seen = plain.text();
        plain(seen, look(seen), field, budget, more, decode).forEach(match -> found.add(plain.inOriginal(match)));
        return inOrder(found);
    }

    private static byte[] kinds() {
        var kinds = new byte[0x80];
        for (char c = 0; c < kinds.length; c++) {
            kinds[c] = c >= '0' && c <= '9' ? DIGIT : c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' ? LETTER
                    : "+/_-=".indexOf(c) >= 0 ? JOINT : "%&\\".indexOf(c) >= 0 ? FOREIGN : OTHER;
        }
        return kinds;
    }

    private static Look look(String text) {
        int digits = 0;
        int colons = 0;
        int run = 0;
        int longest = 0;
        int dashes = 0;
        boolean at = false;
        boolean foreign = false;
        boolean pem = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            byte kind = c < KINDS.length ? KINDS[c] : FOREIGN;
            if (kind == LETTER) {
                run++;
                dashes = 0;
            } else if (kind == DIGIT) {
                digits++;
                run++;
                dashes = 0;
            } else if (kind == JOINT) {
                run++;
                dashes = c == '-' ? dashes + 1 : 0;
                pem |= dashes == PEM_DASHES;
            } else {
                longest = Math.max(longest, run);
                run = 0;
                dashes = 0;
                at |= c == '@';
                colons += c == ':' ? 1 : 0;
                foreign |= kind == FOREIGN;
            }
        }
        longest = Math.max(longest, run);
        return new Look(digits >= FEWEST_DIGITS,
                at || pem || digits >= FEWEST_DIGITS || colons >= 2 || longest >= SHORTEST_KEY, foreign,
                longest >= SHORTEST_ENCODED);
    }

    private static List<Match> plain(String text, Look look, Optional<DataClass> field, Budget budget, More more,
            boolean decode) {
        var found = new ArrayList<Match>(4);
        if (look.tokens) {
            var context = new Context(text, field);
            new TokenScan(text, context, budget, found).scan();
            if (look.numbers) {
                new NumberScan(text, context, budget, found).scan();
            }
            for (var key = Secrets.privateKey(text, 0); key != null; key = Secrets.privateKey(text, key.end())) {
                found.add(key);
            }
        }
        if (decode && look.encoded) {
            encoded(text, field, budget, more, found);
        }
        more.find(text, found);
        return found;
    }

    /** What is in Base64 is of each class of the values in it, as a whole. */
    private static void encoded(String text, Optional<DataClass> field, Budget budget, More more,
            List<Match> found) {
        for (int start = 0; start < text.length(); start++) {
            budget.spend();
            int end = start;
            while (end < text.length() && isEncoded(text.charAt(end))) {
                end++;
            }
            for (int pad = 0; pad < 2 && end > start && end < text.length() && text.charAt(end) == '='; pad++) {
                end++;
            }
            if (end - start >= SHORTEST_ENCODED && end - start <= LONGEST_ENCODED) {
                var inner = isText(text.substring(start, start + 8)) ? decoded(text.substring(start, end)) : "";
                var matches = inner.isEmpty() ? List.<Match>of() : find(inner, field, budget, more, false);
                for (var match : matches) {
                    found.add(new Match(match.dataClass(), start, end, match.value(inner)));
                }
            }
            start = Math.max(start, end - 1);
        }
    }

    /** Most runs of letters and digits are no Base64: their first characters tell. */
    private static boolean isText(String begin) {
        for (byte b : Base64.getDecoder().decode(standard(begin))) {
            if (isControl(b)) {
                return false;
            }
        }
        return true;
    }

    private static String standard(String text) {
        return text.replace('-', '+').replace('_', '/');
    }

    private static boolean isControl(byte b) {
        return b >= 0 && b < ' ' && b != '\n' && b != '\r' && b != '\t';
    }

    private static String decoded(String text) {
        if (text.length() % 4 == 1) {
            return "";
        }
        try {
            return printable(Base64.getDecoder().decode(standard(text)));
        } catch (IllegalArgumentException _) {
            return "";
        }
    }

    private static String printable(byte[] bytes) {
        for (byte b : bytes) {
            if (isControl(b)) {
                return "";
            }
        }
        var text = CharBuffer.allocate(bytes.length);
        // asked for its result: most runs are no text, and exceptions are dear
        var result = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes), text, true);
        return result.isError() ? "" : text.flip().toString();
    }

    private static boolean isEncoded(char c) {
        return TokenScan.isToken(c) || c == '+' || c == '/';
    }

    static List<Match> inOrder(List<Match> found) {
        found.sort(IN_ORDER);
        return found;
    }

    /** Those of them that do not overlap: the first and longest. */
    static List<Match> apart(List<Match> found) {
        var apart = new ArrayList<Match>(found.size());
        int end = -1;
        for (var match : found) {
            if (match.start() >= end) {
                apart.add(match);
                end = match.end();
            }
        }
        return apart;
    }
}
