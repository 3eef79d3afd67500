package io.hmsbridge.core.governance;

import java.util.List;
import java.util.Locale;
import org.apache.commons.validator.routines.IBANValidator;
import org.apache.commons.validator.routines.InetAddressValidator;

/** Finds what has letters in it: addresses of mail and machines, account numbers, ids, keys. Each step is bounded. */
final class TokenScan {

    private static final int LOCAL_PART = 64;
    private static final int DOMAIN = 253;
    private static final int LONGEST_ADDRESS = 45;
    private static final String MEDICARE_LETTERS = "ACDEFGHJKMNPQRTUVWXY";
    /** C a digit but 0, A a letter, N a digit, E either. */
    private static final String MEDICARE = "CAENAENAANN";

    private final String text;
    private final Context context;
    private final Budget budget;
    private final List<Match> found;

    TokenScan(String text, Context context, Budget budget, List<Match> found) {
        this.budget = budget;
        this.text = text;
        this.context = context;
        this.found = found;
    }

    void scan() {
        int colon = text.indexOf(':');
        boolean colons = colon >= 0 && text.indexOf(':', colon + 1) >= 0;
        for (int at = 0; at < text.length(); at++) {
            budget.spend();
            char c = text.charAt(at);
            if (c == '@') {
                email(at);
            } else if (isToken(c) && (at == 0 || !isToken(text.charAt(at - 1)))) {
                int end = secret(at);
                if (end > at) {
                    at = end - 1;
                    continue;
                }
                token(at);
            }
            if (colons && (c == ':' || isHex(c))) {
                address(at);
            }
        }
    }

    private void email(int sign) {
        int start = sign;
        while (start > 0 && sign - start < LOCAL_PART && isLocal(text.charAt(start - 1))) {
            start--;
        }
        while (start < sign && text.charAt(start) == '.') {
            start++;
        }
        int end = sign + 1;
        while (end < text.length() && end - sign <= DOMAIN && isDomain(text.charAt(end))) {
            end++;
        }
        while (end > sign && ".-".indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        int dot = end - 1;
        while (dot > sign && text.charAt(dot) != '.') {
            dot--;
        }
        if (start == sign || dot <= sign + 1 || text.charAt(sign - 1) == '.'
                || text.substring(start, end).contains("..")) {
            return;
        }
        var top = text.substring(dot + 1, end);
        if (TopLevels.contain(top)) {
            found.add(new Match(DataClass.EMAIL, start, end));
        }
    }

    /** The end of a secret that begins here, or the beginning if there is none. */
    private int secret(int start) {
        if (!Secrets.mayBegin(text, start)) {
            return start;
        }
        int end = start;
        while (end < text.length() && isToken(text.charAt(end))) {
            end++;
        }
        if (!Secrets.isSecret(text, start, end)) {
            return start;
        }
        int last = Secrets.end(text, start, end);
        found.add(new Match(DataClass.SECRET, start, last));
        return last;
    }

    private void token(int start) {
        int end = start;
        int digits = 0;
        while (end < text.length() && isToken(text.charAt(end))) {
            digits += DigitGroups.isDigit(text.charAt(end++)) ? 1 : 0;
        }
        int size = end - start;
        if (digits >= 4 && (size == 11 || size == 13) && isMedicare(text.substring(start, end).replace("-", ""))) {
            found.add(new Match(DataClass.MEDICARE_ID, start, end));
        }
        if (digits >= VehicleNumber.FEWEST_DIGITS && size >= VehicleNumber.SIZE && size <= VehicleNumber.SIZE + 3) {
            vehicle(start, end);
        }
        if (digits >= 2 && size >= 4) {
            iban(start);
        }
        if (digits >= 4 && size >= 5 && size <= 20 && digits * 2 >= size) {
            document(start, end, digits);
        }
    }

    /** By its check digit; where a maker's country has none, by the words beside it. */
    private void vehicle(int start, int end) {
        var number = text.substring(start, end).replace("-", "");
        if (VehicleNumber.isFormed(number)
                && (VehicleNumber.isChecked(number) || context.says(DataClass.VIN, start, end))) {
            found.add(new Match(DataClass.VIN, start, end));
        }
    }

    private void document(int start, int end, int digits) {
        if (digits >= 6 && end - start <= 10 && context.says(DataClass.PASSPORT, start, end)) {
            found.add(new Match(DataClass.PASSPORT, start, end));
        } else if (context.says(DataClass.DRIVER_LICENSE, start, end)) {
            found.add(new Match(DataClass.DRIVER_LICENSE, start, end));
        }
    }

    private static boolean isMedicare(String id) {
        if (id.length() != MEDICARE.length()) {
            return false;
        }
        for (int i = 0; i < id.length(); i++) {
            char c = Character.toUpperCase(id.charAt(i));
            boolean letter = MEDICARE_LETTERS.indexOf(c) >= 0;
            boolean digit = DigitGroups.isDigit(c);
            boolean fits = switch (MEDICARE.charAt(i)) {
                case 'C' -> digit && c != '0';
                case 'A' -> letter;
                case 'N' -> digit;
                default -> digit || letter;
            };
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    /** Together, or in groups with a space or a dash between. */
    private void iban(int start) {
        if (start + 4 > text.length() || !Character.isLetter(text.charAt(start))
                || !Character.isLetter(text.charAt(start + 1)) || !DigitGroups.isDigit(text.charAt(start + 2))
                || !DigitGroups.isDigit(text.charAt(start + 3))) {
            return;
        }
        int length = lengthOfIban(text.substring(start, start + 2));
        if (length == 0) {
            return;
        }
        var code = new StringBuilder(34);
        int last = -1;
        for (int at = start; at < text.length() && code.length() <= length; at++) {
            char c = text.charAt(at);
            boolean sign = isAlphanumeric(c);
            if (sign) {
                code.append(Character.toUpperCase(c));
            }
            boolean ends = sign && (at + 1 == text.length() || !isAlphanumeric(text.charAt(at + 1)));
            if (ends && code.length() == length && IBANValidator.getInstance().isValid(code.toString())) {
                last = at + 1;
            }
            if (!sign && (c != ' ' && c != '-' || !isAlphanumeric(text.charAt(at - 1)))) {
                break;
            }
        }
        if (last > 0) {
            found.add(new Match(DataClass.IBAN, start, last));
        }
    }

    /** 0 where a country has none. */
    private static int lengthOfIban(String country) {
        var format = IBANValidator.getInstance().getValidator(country.toUpperCase(Locale.ROOT));
        return format == null ? 0 : format.getIbanLength();
    }

    /** An IPv6 address. */
    private void address(int start) {
        if (start > 0 && (isToken(text.charAt(start - 1)) || text.charAt(start - 1) == ':')) {
            return;
        }
        int end = start;
        int colons = 0;
        int digits = 0;
        while (end < text.length() && end - start <= LONGEST_ADDRESS
                && (isHex(text.charAt(end)) || ":.".indexOf(text.charAt(end)) >= 0)) {
            colons += text.charAt(end) == ':' ? 1 : 0;
            digits += DigitGroups.isDigit(text.charAt(end++)) ? 1 : 0;
        }
        boolean apart = end == text.length() || !isToken(text.charAt(end));
        while (end > start && text.charAt(end - 1) == '.') {
            end--;
        }
        if (apart && colons >= 2 && digits >= 1 && end - start >= 3 && end - start <= LONGEST_ADDRESS
                && InetAddressValidator.getInstance().isValidInet6Address(text.substring(start, end))) {
            found.add(new Match(DataClass.IP, start, end));
        }
    }

    private static boolean isHex(char c) {
        return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F';
    }

    private static boolean isAlphanumeric(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || DigitGroups.isDigit(c);
    }

    static boolean isToken(char c) {
        return isAlphanumeric(c) || c == '_' || c == '-';
    }

    private static boolean isLocal(char c) {
        return Character.isLetterOrDigit(c) || "._%+-'".indexOf(c) >= 0 || c == '\uFFFD';
    }

    private static boolean isDomain(char c) {
        return Character.isLetterOrDigit(c) || c == '.' || c == '-';
    }
}
