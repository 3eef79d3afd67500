package io.hmsbridge.server.config;

import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Sizes as people write them: {@code 512B}, {@code 64KB}, {@code 1MB}, {@code 2GB}. */
final class ByteSize {

    private static final Pattern SIZE = Pattern.compile("([0-9]{1,9}) ?(B|KB|MB|GB)");

    private ByteSize() {
    }

    static OptionalLong parse(String text) {
        var matcher = SIZE.matcher(text.toUpperCase(Locale.ROOT));
        if (!matcher.matches()) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(Long.parseLong(matcher.group(1)) << switch (matcher.group(2)) {
            case "B" -> 0;
            case "KB" -> 10;
            case "MB" -> 20;
            default -> 30;
        });
    }
}
