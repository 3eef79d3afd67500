package io.hmsbridge.benchmarks;

import io.hmsbridge.api.Event;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The events: about 200 bytes of data each, over a thousand keys.
 *
 * @param run sets their ids apart from those of other runs on the same ledger
 */
record Load(String run) {

    static final String TYPE = "order.updated";
    static final String APART = "order.apart";
    static final String SOURCE = "/benchmark";

    static final int KEYS = 1_000;
    static final String NOTE = "n".repeat(100);

    static Load ofNow() {
        return new Load(Long.toString(System.currentTimeMillis(), Character.MAX_RADIX));
    }

    String id(long event) {
        return run + "-" + event;
    }

    static String subject(long event) {
        return "customer-" + event % KEYS;
    }

    /** One event, as a program that embeds the bridge makes it. */
    Event event(long event) {
        var data = new LinkedHashMap<String, Object>();
        data.put("id", event);
        data.put("customer", subject(event));
        data.put("status", "SHIPPED");
        data.put("total", total(event));
        data.put("currency", "USD");
        data.put("note", NOTE);
        return new Event(id(event), SOURCE, TYPE, subject(event), Instant.now(), data, Map.of());
    }

    /** The same data as JSON. See {@link ApiEvents} as well. */
    static byte[] json(long event) {
        return ("{\"id\":" + event + ",\"customer\":\"" + subject(event) + "\",\"status\":\"SHIPPED\",\"total\":"
                + total(event) + ",\"currency\":\"USD\",\"note\":\"" + NOTE + "\"}")
                .getBytes(StandardCharsets.UTF_8);
    }

    static long total(long event) {
        return 1_000 + event % 9_000;
    }

    /** The sheet that hands all events of a type to some targets. */
    static String sheet(String type, List<Integer> targets) {
        var sheet = new StringBuilder("source_event: ").append(type).append("\ntargets:\n");
        for (int i : targets) {
            sheet.append("  ").append(target(i)).append(":\n    connector: ").append(SinkConnector.NAME)
                    .append("\n    map: ")
                    .append("{id: id, customer: customer, status: status, total: total, currency: currency, note: note}\n");
        }
        return sheet.toString();
    }

    static String target(int number) {
        return "t" + number;
    }
}
