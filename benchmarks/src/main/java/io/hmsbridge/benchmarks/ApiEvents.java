package io.hmsbridge.benchmarks;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Writes events as CloudEvents in JSON, at the cost of copying a few bytes. Used by one thread. */
final class ApiEvents {

    /** More than one takes. */
    static final int MOST_BYTES = 1024;

    private final byte[] begin;
    private final byte[] subject = ascii("\",\"source\":\"" + Load.SOURCE + "\",\"type\":\"" + Load.TYPE
            + "\",\"subject\":\"customer-");
    private final byte[] time = ascii("\",\"time\":\"");
    private final byte[] data = ascii("\",\"datacontenttype\":\"application/json\",\"data\":{\"id\":");
    private final byte[] customer = ascii(",\"customer\":\"customer-");
    private final byte[] total = ascii("\",\"status\":\"SHIPPED\",\"total\":");
    private final byte[] note = ascii(",\"currency\":\"USD\",\"note\":\"" + Load.NOTE + "\"}}");
    private byte[] now = {};
    private long nowMillis;

    ApiEvents(Load load) {
        begin = ascii("{\"specversion\":\"1.0\",\"id\":\"" + load.id(0).replaceFirst("0$", ""));
    }

    void write(long number, ByteBuffer into) {
        into.put(begin);
        digits(number, into);
        into.put(subject);
        digits(number % Load.KEYS, into);
        into.put(time).put(now()).put(data);
        digits(number, into);
        into.put(customer);
        digits(number % Load.KEYS, into);
        into.put(total);
        digits(Load.total(number), into);
        into.put(note);
    }

    private byte[] now() {
        long millis = System.currentTimeMillis();
        if (millis != nowMillis) {
            nowMillis = millis;
            now = ascii(Instant.ofEpochMilli(millis).toString());
        }
        return now;
    }

    static void digits(long number, ByteBuffer into) {
        if (number >= 10) {
            digits(number / 10, into);
        }
        into.put((byte) ('0' + number % 10));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
