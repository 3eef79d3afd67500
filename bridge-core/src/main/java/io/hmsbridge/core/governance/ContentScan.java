package io.hmsbridge.core.governance;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
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

    private static final int SHORTEST_KEY = 10;
    private static final int SHORTEST_ENCODED = 12;
    private static final int LONGEST_ENCODED = 65_536;
    private static final Comparator<Match> IN_ORDER =
            Comparator.comparingInt(Match::start).thenComparing(Comparator.comparingInt(Match::end).reversed());

    /** What a first look at a text saw. */
    private record Look(boolean anything, boolean foreign, boolean encoded) {}

    private ContentScan() {}

    /**
     * All that is found, in order. What may be of several classes is found as each of them: which matters, the policy says.
     *
     * @param field what the field's name says of the text
     */
    static List<Match> find(String text, Optional<DataClass> field) {
        return find(text, field, true);
    }

    private static List<Match> find(String text, Optional<DataClass> field, boolean decode) {
        var look = look(text);
        if (!look.anything) {
            return List.of();
        }
        if (!look.foreign) {
            return inOrder(plain(text, field, decode && look.encoded));
        }
        var plain = PlainText.of(text);
        var found = new ArrayList<Match>();
        plain(plain.text(), field, decode && look.encoded).forEach(match -> found.add(plain.inOriginal(match)));
        return inOrder(found);
    }

    private static Look look(String text) {
        int digits = 0;
        int colons = 0;
        int run = 0;
        boolean at = false;
        boolean foreign = false;
        boolean encoded = false;
        boolean key = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9') {
                digits++;
                run++;
            } else if (c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z') {
                run++;
            } else if (c == '+' || c == '/' || c == '_' || c == '-' || c == '=') {
                run++;
            } else {
                run = 0;
                at |= c == '@';
                colons += c == ':' ? 1 : 0;
                foreign |= c >= 0x80 || c == '%' || c == '&' || c == '\\';
            }
            key |= run >= SHORTEST_KEY;
            encoded |= run >= SHORTEST_ENCODED;
        }
        return new Look(digits >= 4 || at || colons >= 2 || foreign || key, foreign, encoded);
    }

    private static List<Match> plain(String text, Optional<DataClass> field, boolean encoded) {
        var found = new ArrayList<Match>();
        var context = new Context(text, field);
        new TokenScan(text, context, found).scan();
        new NumberScan(text, context, found).scan();
        for (var key = Secrets.privateKey(text, 0); key != null; key = Secrets.privateKey(text, key.end())) {
            found.add(key);
        }
        if (encoded) {
            encoded(text, field, found);
        }
        return found;
    }

    /** What is in Base64 is of each class of the values in it, as a whole. */
    private static void encoded(String text, Optional<DataClass> field, List<Match> found) {
        for (int start = 0; start < text.length(); start++) {
            int end = start;
            while (end < text.length() && isEncoded(text.charAt(end))) {
                end++;
            }
            for (int pad = 0; pad < 2 && end > start && end < text.length() && text.charAt(end) == '='; pad++) {
                end++;
            }
            if (end - start >= SHORTEST_ENCODED && end - start <= LONGEST_ENCODED) {
                var inner = isText(text.substring(start, start + 8)) ? decoded(text.substring(start, end)) : "";
                var matches = inner.isEmpty() ? List.<Match>of() : find(inner, field, false);
                for (var dataClass : matches.stream().map(Match::dataClass).distinct().toList()) {
                    found.add(new Match(dataClass, start, end));
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
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException _) {
            return "";
        }
    }

    private static boolean isEncoded(char c) {
        return TokenScan.isToken(c) || c == '+' || c == '/';
    }

    private static List<Match> inOrder(List<Match> found) {
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
