package io.hmsbridge.core.json;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Says in plain words what the parser missed. The parser's own message is never passed on: it quotes the document.
 */
final class Malformed {

    private static final Map<String, String> PLAIN_WORDS = new LinkedHashMap<>();

    static {
        PLAIN_WORDS.put("in numeric value", "a number is not written as JSON writes it");
        PLAIN_WORDS.put("Invalid numeric value", "a number is not written as JSON writes it");
        PLAIN_WORDS.put("start property name", "a key in double quotes is expected here");
        PLAIN_WORDS.put("expecting a colon", "a colon is expected between key and value");
        PLAIN_WORDS.put("expecting comma", "a comma or the closing bracket is expected here");
        PLAIN_WORDS.put("expected a value", "a value is expected here");
        PLAIN_WORDS.put("Non-standard token", "NaN and Infinity are not JSON numbers");
        PLAIN_WORDS.put("Unrecognized token", "a bare word is not JSON; text goes in double quotes");
        PLAIN_WORDS.put("unquoted character", "a control character (such as a line break) in a text must be escaped");
        PLAIN_WORDS.put("escape", "JSON knows no such escape");
        PLAIN_WORDS.put("close marker", "this closing bracket has no matching opening one");
        PLAIN_WORDS.put("comment", "JSON has no comments");
    }

    private Malformed() {
    }

    static String sentence(String parserMessage) {
        return PLAIN_WORDS.entrySet().stream()
                .filter(entry -> parserMessage.contains(entry.getKey()))
                .map(entry -> "this is not valid JSON: " + entry.getValue())
                .findFirst()
                .orElse("this is not valid JSON");
    }
}
