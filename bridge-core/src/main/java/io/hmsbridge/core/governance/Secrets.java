package io.hmsbridge.core.governance;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Keys and tokens whose form tells what they are. */
final class Secrets {

    private static final String PEM = "-----BEGIN ";
    private static final String PRIVATE = "PRIVATE KEY-----";
    private static final String PEM_END = "-----END ";

    /** A form: how it begins, and how long it is at least. */
    private record Form(String prefix, int length) {}

    private static final Form[] FORMS = {new Form("AKIA", 20), new Form("ASIA", 20), new Form("ghp_", 36),
        new Form("gho_", 36), new Form("ghs_", 36), new Form("ghu_", 36), new Form("github_pat_", 40),
        new Form("glpat-", 24), new Form("sk_live_", 24), new Form("rk_live_", 24), new Form("sk_test_", 24),
        new Form("xoxb-", 24), new Form("xoxp-", 24), new Form("AIza", 39), new Form("npm_", 36),
        new Form("SG-", 60), new Form("dop_v1_", 60)};

    private static final String BEGINNINGS = Stream.concat(Stream.of("e"), Arrays.stream(FORMS).map(Form::prefix))
            .map(prefix -> prefix.substring(0, 1)).distinct().collect(Collectors.joining());

    private Secrets() {}

    /** Whether a text goes on as one of the forms begins. */
    static boolean mayBegin(String text, int start) {
        if (start + 16 > text.length() || BEGINNINGS.indexOf(text.charAt(start)) < 0) {
            return false;
        }
        for (var form : FORMS) {
            if (text.startsWith(form.prefix, start)) {
                return true;
            }
        }
        return text.startsWith("eyJ", start);
    }

    static boolean isSecret(String text, int start, int end) {
        for (var form : FORMS) {
            if (end - start >= form.length && text.startsWith(form.prefix, start)) {
                return !form.prefix.endsWith("IA") || end - start == form.length && isUpper(text, start, end);
            }
        }
        return text.startsWith("eyJ", start) && isJsonWebToken(text, start, end);
    }

    /** Where a secret ends that begins with this token. */
    static int end(String text, int start, int tokenEnd) {
        int end = tokenEnd;
        if (text.startsWith("eyJ", start)) {
            while (end < text.length() && (text.charAt(end) == '.' || TokenScan.isToken(text.charAt(end)))) {
                end++;
            }
        }
        return end;
    }

    /** A private key between its lines, from a place on; null for none. */
    static Match privateKey(String text, int from) {
        int kind = text.indexOf(PRIVATE, from);
        while (kind >= 0 && !text.substring(Math.max(from, kind - 40), kind).contains(PEM)) {
            kind = text.indexOf(PRIVATE, kind + 1);
        }
        if (kind < 0) {
            return null;
        }
        int start = text.lastIndexOf(PEM, kind);
        int end = text.indexOf(PEM_END, kind);
        int close = end < 0 ? -1 : text.indexOf("-----", end + PEM_END.length());
        return new Match(DataClass.SECRET, start, close < 0 ? text.length() : close + 5);
    }

    private static boolean isUpper(String text, int start, int end) {
        return text.substring(start, end).chars().allMatch(c -> c >= 'A' && c <= 'Z' || c >= '0' && c <= '9');
    }

    private static boolean isJsonWebToken(String text, int start, int end) {
        return end < text.length() - 3 && text.charAt(end) == '.' && text.startsWith("eyJ", end + 1)
                && end(text, start, end) - start > 40;
    }
}
