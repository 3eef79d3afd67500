package io.hmsbridge.core.governance;

/** Vehicle identification numbers (ISO 3779): 17 letters and digits, of which the ninth checks the others in North America. */
final class VehicleNumber {

    static final int SIZE = 17;
    /** The last four are digits everywhere. */
    static final int FEWEST_DIGITS = 4;

    private static final int CHECK = 8;
    private static final int[] WEIGHTS = {8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2};
    /** What letters count as, from A on; the three that look like digits are not used. */
    private static final String LETTERS = "12345678.12345.7.923456789";

    private VehicleNumber() {}

    /** Whether it has the form. Digits alone are taken for another number. */
    static boolean isFormed(String number) {
        if (number.length() != SIZE || !DigitGroups.isDigit(number.charAt(SIZE - 1))) {
            return false;
        }
        boolean letters = false;
        for (int i = 0; i < SIZE; i++) {
            char c = number.charAt(i);
            boolean digit = DigitGroups.isDigit(c);
            if (!digit && (i >= SIZE - FEWEST_DIGITS || worth(c) < 0)) {
                return false;
            }
            letters |= !digit;
        }
        return letters;
    }

    /** Whether the check digit of one that has the form is right. */
    static boolean isChecked(String number) {
        int sum = 0;
        for (int i = 0; i < SIZE; i++) {
            sum += worth(number.charAt(i)) * WEIGHTS[i];
        }
        int rest = sum % 11;
        return Character.toUpperCase(number.charAt(CHECK)) == (rest == 10 ? 'X' : (char) ('0' + rest));
    }

    /** Negative for what does not stand in such a number. */
    private static int worth(char c) {
        int letter = (c | 0x20) - 'a';
        return DigitGroups.isDigit(c) ? c - '0'
                : letter < 0 || letter >= LETTERS.length() ? -1 : Character.digit(LETTERS.charAt(letter), 10);
    }
}
