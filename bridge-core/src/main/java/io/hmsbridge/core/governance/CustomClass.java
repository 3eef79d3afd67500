package io.hmsbridge.core.governance;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.commons.validator.routines.checkdigit.LuhnCheckDigit;
import org.apache.commons.validator.routines.checkdigit.VerhoeffCheckDigit;

/**
 * Numbers of an organisation's own, known by their form and perhaps a check digit. No regular expression: each place of a text is
 * looked at a bounded number of times.
 *
 * @param form empty if it is a plugin that finds them; else {@code 9} stands for a digit, {@code A} for a letter, {@code X} for either, all else for itself
 */
record CustomClass(DataClass dataClass, String form, Checksum checksum) {

    /** Fewer signs than these are found everywhere. */
    static final int FEWEST = 4;

    /** Of the values that a plugin finds: a mask leaves half of each at most in any case. */
    static final int UNKNOWN_SIZE = 64;

    private static final String STANDING_FOR_OTHERS = "9AX";

    /** How the digits of a value check each other. */
    enum Checksum {
        NONE, LUHN, VERHOEFF, MOD97;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        static List<String> labels() {
            return Arrays.stream(values()).map(Checksum::label).toList();
        }

        boolean holds(String value) {
            var digits = value.replaceAll("[^0-9]", "");
            return switch (this) {
                case NONE -> true;
                case LUHN -> LuhnCheckDigit.LUHN_CHECK_DIGIT.isValid(digits);
                case VERHOEFF -> VerhoeffCheckDigit.VERHOEFF_CHECK_DIGIT.isValid(digits);
                case MOD97 -> mod97(value) == 1;
            };
        }

        /** ISO 7064: letters count as 10 to 35. */
        private static int mod97(String value) {
            int rest = 0;
            for (int i = 0; i < value.length(); i++) {
                int sign = Character.digit(value.charAt(i), 36);
                rest = sign < 0 ? rest : (rest * (sign < 10 ? 10 : 100) + sign) % 97;
            }
            return rest;
        }
    }

    /** How many signs of a form stand for others. */
    static int signs(String form) {
        return (int) form.chars().filter(c -> STANDING_FOR_OTHERS.indexOf(c) >= 0).count();
    }

    /** Whether it is a plugin that knows its values. */
    boolean isForeign() {
        return form.isEmpty();
    }

    /** Adds the values of this class that stand apart from other letters and digits. */
    void find(String text, List<Match> found) {
        for (int at = 0; !isForeign() && at + form.length() <= text.length(); at++) {
            int end = at + form.length();
            if (fits(text, at) && !touches(text, at - 1) && !touches(text, end)
                    && checksum.holds(text.substring(at, end))) {
                found.add(new Match(dataClass, at, end));
                at = end - 1;
            }
        }
    }

    private boolean fits(String text, int at) {
        for (int i = 0; i < form.length(); i++) {
            char c = text.charAt(at + i);
            boolean fits = switch (form.charAt(i)) {
                case '9' -> DigitGroups.isDigit(c);
                case 'A' -> isLetter(c);
                case 'X' -> isLetter(c) || DigitGroups.isDigit(c);
                default -> c == form.charAt(i);
            };
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    private static boolean touches(String text, int at) {
        return at >= 0 && at < text.length() && Character.isLetterOrDigit(text.charAt(at));
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }
}
