package io.hmsbridge.core.governance;

import java.util.List;
import org.apache.commons.validator.routines.checkdigit.ABANumberCheckDigit;
import org.apache.commons.validator.routines.checkdigit.LuhnCheckDigit;

/** Finds numbers that people and their money go by: cards, social security, phones and so on. */
final class NumberScan {

    private static final int[][] CARDS = {{4, 4, 4, 4, 3}, {4, 4, 4, 4}, {4, 6, 5}, {4, 6, 4}, {4, 4, 4, 1}};
    private static final int LONGEST = 19;

    private final DigitGroups groups;
    private final Context context;
    private final Budget budget;
    private final List<Match> found;

    NumberScan(String text, Context context, Budget budget, List<Match> found) {
        this.budget = budget;
        this.groups = new DigitGroups(text);
        this.context = context;
        this.found = found;
    }

    void scan() {
        for (int group = 0; group < groups.count();) {
            budget.spend();
            int taken = Math.max(1, at(group));
            group += taken;
        }
    }

    /** How many groups are a number from here on; 0 for none. */
    private int at(int first) {
        if (groups.gluedLeft(first) && !context.touches(groups.start(first))) {
            return 0;
        }
        int taken = card(first);
        taken = taken > 0 ? taken : split(first);
        taken = taken > 0 ? taken : tax(first);
        taken = taken > 0 ? taken : ip(first);
        taken = taken > 0 ? taken : phone(first);
        taken = taken > 0 ? taken : date(first);
        return taken > 0 ? taken : single(first);
    }

    private int card(int first) {
        int size = groups.size(first);
        if (size >= 13 && size <= LONGEST && !groups.continued(first, first)) {
            return isCard(groups.digits(first, 1)) ? take(DataClass.CREDIT_CARD, first, 1) : 0;
        }
        if (size == 4) {
            for (int[] shape : CARDS) {
                if (groups.shaped(first, shape) && isCard(groups.digits(first, shape.length))) {
                    return take(DataClass.CREDIT_CARD, first, shape.length);
                }
            }
        }
        return 0;
    }

    /** Digits that were written one by one, or in pairs. */
    private int split(int first) {
        int size = groups.size(first);
        if (size > 2 || groups.gap(first) != DigitGroups.APART && groups.size(first - 1) == size) {
            return 0;
        }
        int count = 1;
        while (count * size <= LONGEST && groups.size(first + count) > 0
                && groups.gap(first + count) != DigitGroups.APART
                && groups.size(first + count) <= size) {
            count++;
        }
        if (count < 5) {
            return 0;
        }
        var digits = groups.digits(first, count);
        if (digits.length() >= 13 && digits.length() <= LONGEST) {
            return isCard(digits) ? take(DataClass.CREDIT_CARD, first, count) : 0;
        }
        return digits.length() == 9 ? nine(digits, first, count)
                : digits.length() == 10 && says(DataClass.PHONE, first, count) && isNorthAmerican(digits)
                        ? take(DataClass.PHONE, first, count) : 0;
    }

    private int tax(int first) {
        if (groups.shaped(first, 3, 2, 4) && !groups.continued(first, first + 2)) {
            var digits = groups.digits(first, 3);
            boolean dashed = groups.gap(first + 1) == groups.gap(first + 2) && groups.gap(first + 1) == '-';
            if (isItin(digits) && (dashed || says(DataClass.ITIN, first, 3))) {
                return take(DataClass.ITIN, first, 3);
            }
            return isSsn(digits) && (dashed || says(DataClass.SSN, first, 3)) ? take(DataClass.SSN, first, 3) : 0;
        }
        if (groups.shaped(first, 2, 7) && groups.gap(first + 1) == '-' && says(DataClass.EIN, first, 2)) {
            return take(DataClass.EIN, first, 2);
        }
        return 0;
    }

    private int ip(int first) {
        for (int i = 1; i < 4; i++) {
            if (groups.gap(first + i) != '.') {
                return 0;
            }
        }
        if (groups.continues(first) || groups.gap(first + 4) == '.' || groups.gap(first + 4) == '-'
                || groups.gluedRight(first + 3)
                || context.deniesAny(groups.start(first), groups.end(first + 3))) {
            return 0;
        }
        for (int i = first; i < first + 4; i++) {
            int size = groups.size(i);
            if (size > 3 || size > 1 && groups.text.charAt(groups.start(i)) == '0'
                    || Integer.parseInt(groups.digits(i, 1)) > 255) {
                return 0;
            }
        }
        return take(DataClass.IP, first, 4);
    }

    private int phone(int first) {
        int start = groups.start(first);
        boolean plus = start > 0 && groups.text.charAt(start - 1) == '+';
        if (plus) {
            return international(first);
        }
        int skip = groups.size(first) == 1 && groups.text.charAt(start) == '1' ? 1 : 0;
        if (groups.gap(first + skip) == DigitGroups.APART && skip == 1 || !groups.shaped(first + skip, 3, 3, 4)
                || groups.continued(first + skip, first + skip + 2) && skip == 0) {
            return 0;
        }
        var digits = groups.digits(first + skip, 3);
        boolean alike = groups.gap(first + skip + 1) != ' ' || groups.gap(first + skip + 2) == '-'
                || says(DataClass.PHONE, first, skip + 3);
        return isNorthAmerican(digits) && alike && !context.deniesAny(start, groups.end(first + skip + 2))
                ? take(DataClass.PHONE, first, skip + 3) : 0;
    }

    private int international(int first) {
        int count = 1;
        int digits = groups.size(first);
        while (digits < 15 && groups.size(first + count) > 0 && groups.gap(first + count) != DigitGroups.APART
                && digits + groups.size(first + count) <= 15) {
            digits += groups.size(first + count++);
        }
        return digits >= 8 && digits <= 15 && groups.text.charAt(groups.start(first)) != '0'
                ? take(DataClass.PHONE, first, count) : 0;
    }

    private int date(int first) {
        if (groups.size(first) == 8 && says(DataClass.DOB, first, 1)) {
            var digits = groups.digits(first, 1);
            return isDate(part(digits, 0, 4), part(digits, 4, 6), part(digits, 6, 8))
                    || isDate(part(digits, 4, 8), part(digits, 0, 2), part(digits, 2, 4))
                            ? take(DataClass.DOB, first, 1) : 0;
        }
        if (groups.gap(first + 1) == DigitGroups.APART || groups.gap(first + 2) == DigitGroups.APART
                || groups.size(first) > 4 || groups.size(first + 1) > 2 || groups.size(first + 2) > 4
                || !says(DataClass.DOB, first, 3)) {
            return 0;
        }
        int one = Integer.parseInt(groups.digits(first, 1));
        int two = Integer.parseInt(groups.digits(first + 1, 1));
        int three = Integer.parseInt(groups.digits(first + 2, 1));
        int year = groups.size(first + 2) == 2 ? 1900 + three : three;
        return isDate(one, two, three) || isDate(year, one, two) || isDate(year, two, one)
                ? take(DataClass.DOB, first, 3) : 0;
    }

    /** One group that only its context makes something. */
    private int single(int first) {
        int size = groups.size(first);
        if (size < 6 || size > 17 || groups.gluedRight(first) || groups.continued(first, first)) {
            return 0;
        }
        var digits = groups.digits(first, 1);
        int taken = size == 9 ? nine(digits, first, 1) : 0;
        if (taken == 0 && size == 10 && says(DataClass.NPI, first, 1) && luhn("80840" + digits)) {
            taken = take(DataClass.NPI, first, 1);
        }
        boolean phone = size == 10 || size == 11 && digits.charAt(0) == '1';
        if (taken == 0 && phone && says(DataClass.PHONE, first, 1) && isNorthAmerican(digits.substring(size - 10))) {
            taken = take(DataClass.PHONE, first, 1);
        }
        return taken == 0 && says(DataClass.BANK_ACCOUNT, first, 1) ? take(DataClass.BANK_ACCOUNT, first, 1) : taken;
    }

    private int nine(String digits, int first, int count) {
        if (says(DataClass.SSN, first, count)) {
            return isSsn(digits) ? take(DataClass.SSN, first, count)
                    : isItin(digits) ? take(DataClass.ITIN, first, count) : 0;
        }
        if (says(DataClass.ITIN, first, count) && isItin(digits)) {
            return take(DataClass.ITIN, first, count);
        }
        if (says(DataClass.EIN, first, count)) {
            return take(DataClass.EIN, first, count);
        }
        return says(DataClass.ROUTING_NUMBER, first, count) && ABANumberCheckDigit.ABAN_CHECK_DIGIT.isValid(digits)
                && !digits.equals("000000000") ? take(DataClass.ROUTING_NUMBER, first, count) : 0;
    }

    private boolean says(DataClass dataClass, int first, int count) {
        return context.says(dataClass, groups.start(first),
                groups.end(Math.min(first + count, groups.count()) - 1));
    }

    private int take(DataClass dataClass, int first, int count) {
        if (groups.gluedRight(first + count - 1)) {
            return 0;
        }
        found.add(new Match(dataClass, groups.start(first), groups.end(first + count - 1)));
        return count;
    }

    private static boolean isCard(String digits) {
        int two = part(digits, 0, 2);
        int four = part(digits, 0, 4);
        int size = digits.length();
        boolean issued = two / 10 == 4 && (size == 13 || size == 16 || size == 19)
                || size == 16 && (two >= 51 && two <= 55 || four >= 2221 && four <= 2720)
                || size == 15 && (two == 34 || two == 37)
                || size >= 16 && (four == 6011 || two == 65 || two == 62 || two == 64 || two == 35)
                || size == 14 && (two == 30 || two == 36 || two == 38 || two == 39);
        return issued && luhn(digits);
    }

    private static boolean luhn(String digits) {
        return LuhnCheckDigit.LUHN_CHECK_DIGIT.isValid(digits);
    }

    private static boolean isSsn(String digits) {
        int area = part(digits, 0, 3);
        return area > 0 && area < 900 && area != 666 && part(digits, 3, 5) > 0 && part(digits, 5, 9) > 0;
    }

    private static boolean isItin(String digits) {
        int group = part(digits, 3, 5);
        return digits.charAt(0) == '9' && group >= 50 && group <= 99 && group != 66 && group != 67 && group != 68
                && group != 69 && group != 89 && group != 93;
    }

    private static boolean isNorthAmerican(String digits) {
        return digits.charAt(0) >= '2' && digits.charAt(3) >= '2' && digits.charAt(1) != '9'
                && !digits.startsWith("11", 1) && !digits.startsWith("11", 4);
    }

    private static boolean isDate(int year, int month, int day) {
        return year >= 1900 && year <= 2100 && month >= 1 && month <= 12 && day >= 1 && day <= 31;
    }

    private static int part(String digits, int from, int to) {
        return Integer.parseInt(digits.substring(from, to));
    }
}
