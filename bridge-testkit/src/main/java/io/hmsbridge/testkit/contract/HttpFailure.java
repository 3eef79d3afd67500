package io.hmsbridge.testkit.contract;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The failures of HTTP services and the outcomes that tell them rightly. */
final class HttpFailure {

    private static final String REDIRECT = "redirect";
    private static final String SLOW = "slow answer";
    private static final String MALFORMED = "malformed answer";
    private static final String CUT_BODY = "answer cut off";

    static final Map<String, Set<Outcome>> TABLE = table();

    private HttpFailure() {}

    private static Map<String, Set<Outcome>> table() {
        var table = new LinkedHashMap<String, Set<Outcome>>();
        for (int status : new int[] {400, 404, 409, 413, 422}) {
            table.put(Integer.toString(status), Set.of(Outcome.REJECT));
        }
        for (int status : new int[] {401, 403, 407}) {
            table.put(Integer.toString(status), Set.of(Outcome.TARGET_FAULT));
        }
        for (int status : new int[] {408, 425, 429, 500, 502, 503, 504}) {
            table.put(Integer.toString(status), Set.of(Outcome.RETRY));
        }
        table.put(REDIRECT, Set.of(Outcome.TARGET_FAULT));
        var again = Set.of(Outcome.RETRY, Outcome.UNKNOWN);
        for (var hostile : new String[] {Counterpart.ENDLESS, Counterpart.HUGE, SLOW, MALFORMED, CUT_BODY}) {
            table.put(hostile, again);
        }
        table.put(Counterpart.SILENT, again);
        table.put(Counterpart.CUT_AFTER_EFFECT, again);
        table.put(Counterpart.DOWN, Set.of(Outcome.RETRY));
        return Collections.unmodifiableMap(table);
    }

    static boolean hasEffect(String failure) {
        return failure.isEmpty() || failure.equals(Counterpart.CUT_AFTER_EFFECT);
    }

    /** Answers a request in the way of a failure; false if the connection is to be closed. */
    static boolean answer(String failure, Socket socket, URI self) throws IOException, InterruptedException {
        var out = socket.getOutputStream();
        switch (failure) {
            case Counterpart.SILENT -> {
                return socket.getInputStream().read() >= 0; // until the other side gives up
            }
            case REDIRECT -> write(out, "HTTP/1.1 307 Elsewhere\r\nLocation: " + self
                    + "/elsewhere\r\nContent-Length: 0\r\n\r\n");
            case Counterpart.ENDLESS -> repeat(out, "HTTP/1.1 200 OK\r\n\r\n", "for ever and ever ".repeat(1000), 0);
            case SLOW -> repeat(out, "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", "z", 50);
            case Counterpart.HUGE ->
                    repeat(out, "HTTP/1.1 200 OK\r\nContent-Length: 4000000000\r\n\r\n", "z".repeat(10_000), 0);
            case MALFORMED -> {
                write(out, "HTPP/9 what\u0000ever\r\n\r\n\r\n");
                return false;
            }
            case CUT_BODY -> {
                write(out, "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"half\":");
                return false;
            }
            default -> write(out, Integer.parseInt(failure));
        }
        return true;
    }

    static void write(OutputStream out, int status) throws IOException {
        write(out, "HTTP/1.1 " + status + " Said\r\n" + (status == 204 ? "" : "Content-Length: 0\r\n") + "\r\n");
    }

    private static void repeat(OutputStream out, String head, String part, long everyMillis)
            throws IOException, InterruptedException {
        write(out, head);
        while (true) { // until the other side closes: the write then fails
            write(out, part);
            Thread.sleep(everyMillis);
        }
    }

    static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }
}
