package io.hmsbridge.core.mapping;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A sheet together with the files that its lookup tables come from, in one text that is still the sheet: the files stand behind
 * it as comments. So each version in the ledger is whole, and works when the files are long gone.
 */
final class SheetText {

    private static final String FILE = "#lookup-file ";
    private static final String LINE = "#|";

    private SheetText() {}

    /** The sheet with its files. */
    static byte[] of(byte[] sheet, Map<String, byte[]> files) {
        if (files.isEmpty()) {
            return sheet;
        }
        var text = new StringBuilder(new String(sheet, StandardCharsets.UTF_8));
        if (!text.isEmpty() && text.charAt(text.length() - 1) != '\n') {
            text.append('\n');
        }
        new TreeMap<>(files).forEach((name, content) -> {
            text.append(FILE).append(name).append('\n');
            for (var line : new String(content, StandardCharsets.UTF_8).split("\r?\n|\r", -1)) {
                text.append(LINE).append(line).append('\n');
            }
        });
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The files that stand behind a sheet. */
    static LookupFiles filesIn(byte[] content) {
        var text = new String(content, StandardCharsets.UTF_8);
        return path -> {
            int begin = ("\n" + text).indexOf("\n" + FILE + path + "\n");
            return begin < 0 ? Optional.empty()
                    : Optional.of(Arrays.stream(text.substring(begin).split("\n", -1)).skip(1)
                            .takeWhile(line -> line.startsWith(LINE)).map(line -> line.substring(LINE.length()))
                            .collect(Collectors.joining("\n")).getBytes(StandardCharsets.UTF_8));
        };
    }
}
