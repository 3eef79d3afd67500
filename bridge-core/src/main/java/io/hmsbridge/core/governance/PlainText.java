package io.hmsbridge.core.governance;

import java.util.Map;

/**
 * A text as a reader sees it: digits of any script as 0 to 9, look-alike letters as Latin ones, nothing that is invisible,
 * and no URL, HTML or JSON escapes. It knows where each character stood.
 */
final class PlainText {

    private static final String LOOK_ALIKE = "АаВЕеЅѕІіЈјКМНОоРрСсТХхУуԁɡԛԝΑΒΕΖΗΙΚΜΝΟοΡΤΥΧ";
    private static final String LATIN = "AaBEeSsIiJjKMHOoPpCcTXxYydgqwABEZHIKMNOoPTYX";
    private static final Map<String, Character> ENTITIES = Map.of("commat", '@', "nbsp", ' ', "period", '.', "sol", '/',
            "hyphen", '-', "dash", '-', "colon", ':', "num", '#', "lowbar", '_', "amp", '&');
    private static final int LONGEST_ESCAPE = 10;
    private static final CompatibleSigns COMPATIBLE = new CompatibleSigns();

    private final String original;
    private final StringBuilder text;
    private final int[] from;
    private final int[] until;
    private int width;

    private PlainText(String original) {
        this.original = original;
        this.text = new StringBuilder(original.length());
        this.from = new int[original.length() * 2]; // one sign may stand for two digits
        this.until = new int[from.length];
        read();
    }

    /** Reads the text. */
    static PlainText of(String original) {
        return new PlainText(original);
    }

    /** The text to look through. */
    String text() {
        return text.toString();
    }

    /** The same match in the text as it was given. */
    Match inOriginal(Match match) {
        return new Match(match.dataClass(), from[match.start()], until[match.end() - 1], match.decoded());
    }

    private void read() {
        for (int at = 0; at < original.length(); at += width) {
            int point = point(at);
            if (point < 0x80) {
                add((char) point, at);
            } else {
                addPlain(point, at);
            }
        }
    }

    /** One code point, behind at most one escape; sets its width. */
    private int point(int at) {
        char c = original.charAt(at);
        int escaped = switch (c) {
            case '%' -> hex(at + 1, 2);
            case '\\' -> at + 1 < original.length() && original.charAt(at + 1) == 'u' ? hex(at + 2, 4) : -1;
            case '&' -> entity(at);
            default -> -1;
        };
        if (escaped >= 0 && (c != '%' || escaped < 0x80)) {
            width = c == '%' ? 3 : c == '\\' ? 6 : width;
            return escaped;
        }
        int point = original.codePointAt(at);
        width = Character.charCount(point);
        return point;
    }

    private int hex(int at, int digits) {
        int value = 0;
        for (int i = at; i < at + digits; i++) {
            int digit = i < original.length() ? Character.digit(original.charAt(i), 16) : -1;
            if (digit < 0) {
                return -1;
            }
            value = value * 16 + digit;
        }
        return value;
    }

    private int entity(int at) {
        int end = at + 1;
        int limit = Math.min(original.length(), at + LONGEST_ESCAPE);
        while (end < limit && original.charAt(end) != ';') {
            end++;
        }
        if (end == limit || end == at + 1) {
            return -1;
        }
        var name = original.substring(at + 1, end);
        int value = name.charAt(0) != '#' ? ENTITIES.getOrDefault(name, (char) 0) : numbered(name.substring(1));
        width = end + 1 - at;
        return value > 0 && value <= Character.MAX_CODE_POINT ? value : -1;
    }

    private static int numbered(String number) {
        try {
            return number.startsWith("x") || number.startsWith("X") ? Integer.parseInt(number.substring(1), 16)
                    : Integer.parseInt(number);
        } catch (NumberFormatException _) {
            return -1;
        }
    }

    private void addPlain(int point, int at) {
        int known = LOOK_ALIKE.indexOf(point);
        int digit = Character.digit(point, 10);
        int type = Character.getType(point);
        if (known >= 0) {
            add(LATIN.charAt(known), at);
        } else if (digit >= 0) {
            add((char) ('0' + digit), at);
        } else if (type == Character.SPACE_SEPARATOR) {
            add(' ', at);
        } else if (type == Character.DASH_PUNCTUATION || point == 0x2212) {
            add('-', at);
        } else if (type != Character.FORMAT && type != Character.NON_SPACING_MARK) {
            addCompatible(point, at);
        }
    }

    /** Full-width, circled and mathematical signs as the plain ones they are made of. */
    private void addCompatible(int point, int at) {
        var plain = COMPATIBLE.of(point);
        if (!plain.isEmpty() && plain.length() <= width + 1 && text.length() + plain.length() < from.length) {
            for (int i = 0; i < Math.min(2, plain.length()); i++) {
                add(plain.charAt(i), at);
            }
        } else {
            add(point == '。' ? '.' : '\uFFFD', at);
        }
    }

    private void add(char c, int at) {
        from[text.length()] = at;
        until[text.length()] = at + width;
        text.append(c);
    }
}
