package io.hmsbridge.plugins.files;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.regex.Pattern;

/**
 * The form of one field of a fixed-width record, written as COBOL writes it: {@code X(10)}, {@code 9(5)V99},
 * {@code S9(7)V99}, {@code S9(4) LEADING SEPARATE}, {@code 9(5).99}. Text is padded with spaces to the right, or to the left
 * after {@code RIGHT}; numbers with zeros. A sign without {@code SEPARATE} is punched over the last digit.
 *
 * @param width in characters
 * @param decimals implied unless {@code point}
 */
record Picture(String written, boolean text, boolean right, int width, int digits, int decimals, boolean point,
        Sign sign) {

    /** Where a number's sign goes. */
    enum Sign {
        NONE, OVERPUNCHED, OVERPUNCHED_FIRST, LEADING, TRAILING
    }

    private static final Pattern TEXT = Pattern.compile("X(?:\\((\\d{1,5})\\))?( RIGHT)?");
    private static final Pattern NUMBER = Pattern.compile(
            "(S?)(9+|9\\(\\d{1,2}\\))(?:([V.])(9+|9\\(\\d{1,2}\\)))?(?: (LEADING|TRAILING) SEPARATE)?");
    private static final String PLUS = "{ABCDEFGHI";
    private static final String MINUS = "}JKLMNOPQR";

    /** @throws IllegalArgumentException with a message for people */
    static Picture of(String written) {
        var text = TEXT.matcher(written);
        if (text.matches()) {
            int width = text.group(1) == null ? 1 : Integer.parseInt(text.group(1));
            if (width > 0) {
                return new Picture(written, true, text.group(2) != null, width, 0, 0, false, Sign.NONE);
            }
        }
        var number = NUMBER.matcher(written);
        if (!number.matches() || number.group(5) != null && number.group(1).isEmpty()) {
            throw new IllegalArgumentException("'" + written
                    + "' is no picture; write X(10), X(10) RIGHT, 9(5)V99, 9(5).99, S9(5)V99 or S9(5) LEADING SEPARATE");
        }
        int whole = count(number.group(2));
        int decimals = number.group(4) == null ? 0 : count(number.group(4));
        boolean point = ".".equals(number.group(3));
        var sign = number.group(1).isEmpty() ? Sign.NONE
                : number.group(5) == null ? Sign.OVERPUNCHED : Sign.valueOf(number.group(5));
        boolean separate = sign == Sign.LEADING || sign == Sign.TRAILING;
        return new Picture(written, false, false, whole + decimals + (point ? 1 : 0) + (separate ? 1 : 0),
                whole + decimals, decimals, point, sign);
    }

    private static int count(String nines) {
        return nines.contains("(") ? Integer.parseInt(nines.substring(2, nines.length() - 1)) : nines.length();
    }

    /** @return exactly {@link #width} characters */
    String format(String field, Object value) throws UnfitException {
        return text ? formatText(field, Cell.text(field, value)) : formatNumber(field, value);
    }

    private String formatText(String field, String value) throws UnfitException {
        var shown = value == null ? "" : value;
        if (shown.codePointCount(0, shown.length()) > width) {
            throw new UnfitException("'%s' has %d characters, its picture %s holds %d".formatted(field,
                    shown.codePointCount(0, shown.length()), written, width));
        }
        if (shown.chars().anyMatch(Character::isISOControl)) {
            throw new UnfitException("'" + field + "' has a control character, which would break the record");
        }
        var padding = " ".repeat(width - shown.codePointCount(0, shown.length()));
        return right ? padding + shown : shown + padding;
    }

    private String formatNumber(String field, Object value) throws UnfitException {
        var unscaled = number(field, value);
        var shown = digits(unscaled);
        boolean negative = unscaled.signum() < 0;
        if (sign == Sign.OVERPUNCHED || sign == Sign.OVERPUNCHED_FIRST) {
            int at = sign == Sign.OVERPUNCHED ? shown.length() - 1 : 0;
            shown = shown.substring(0, at) + (negative ? MINUS : PLUS).charAt(shown.charAt(at) - '0')
                    + shown.substring(at + 1);
        }
        if (point) {
            int at = shown.length() - decimals;
            shown = shown.substring(0, at) + "." + shown.substring(at);
        }
        return switch (sign) {
            case LEADING -> (negative ? "-" : "+") + shown;
            case TRAILING -> shown + (negative ? "-" : "+");
            case NONE, OVERPUNCHED, OVERPUNCHED_FIRST -> shown;
        };
    }

    /** All the digits of a number that fits, with zeros before them. */
    String digits(BigInteger number) {
        var shown = number.abs().toString();
        return "0".repeat(digits - shown.length()) + shown;
    }

    /** The number without its implied point. */
    BigInteger number(String field, Object value) throws UnfitException {
        var unscaled = unscaled(field, value);
        if (unscaled.signum() < 0 && sign == Sign.NONE) {
            throw new UnfitException("'" + field + "' is negative, its picture " + written + " has no sign");
        }
        int length = unscaled.abs().toString().length();
        if (length > digits) {
            throw new UnfitException("'%s' overflows its picture %s: it has %d digits with its %d decimals, not %d"
                    .formatted(field, written, length, decimals, digits));
        }
        return unscaled;
    }

    private BigInteger unscaled(String field, Object value) throws UnfitException {
        if (value == null) {
            return BigInteger.ZERO;
        }
        try {
            var number = new BigDecimal(Cell.text(field, value));
            if (number.precision() - (long) number.scale() > digits) { // before 1E999999 is written out
                throw new UnfitException("'" + field + "' overflows its picture " + written);
            }
            return number.setScale(decimals).unscaledValue();
        } catch (NumberFormatException _) {
            throw new UnfitException("'" + field + "' is not a number, as its picture " + written + " wants");
        } catch (ArithmeticException _) {
            throw new UnfitException("'%s' has more than the %d decimals of its picture %s; round it in the sheet"
                    .formatted(field, decimals, written));
        }
    }
}
