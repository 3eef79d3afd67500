package io.hmsbridge.distribution;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A line of shell as its words. */
final class Words {

    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

    private Words() {}

    static List<String> of(String line) {
        return WORD.matcher(line).results().map(Words::word).toList();
    }

    private static String word(MatchResult match) {
        return match.group(1) != null ? match.group(1) : match.group(2);
    }
}
