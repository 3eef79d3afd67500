package io.hmsbridge.testkit.contract;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** A request read from a connection. @param headers by their lower-case names */
record HttpRequestRead(String method, String target, Map<String, String> headers, byte[] body) {

    /** The next request, or null if the other side has closed the connection. */
    static HttpRequestRead from(InputStream in) throws IOException {
        var first = line(in);
        if (first == null) {
            return null;
        }
        var headers = new HashMap<String, String>();
        for (var line = line(in); line != null && !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        var body = in.readNBytes(length);
        if (body.length < length) {
            throw new EOFException("the body was cut off");
        }
        var words = first.split(" ");
        return new HttpRequestRead(words[0], words.length > 1 ? words[1] : "", headers, body);
    }

    private static String line(InputStream in) throws IOException {
        var bytes = new ByteArrayOutputStream();
        int c = in.read();
        for (; c >= 0 && c != '\n'; c = in.read()) {
            bytes.write(c);
        }
        return c < 0 ? null : bytes.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }
}
