package io.hmsbridge.plugins.gis;

import io.hmsbridge.api.Http;
import io.hmsbridge.api.HttpCall;
import io.hmsbridge.api.Packet;
import io.hmsbridge.api.SendException;
import io.hmsbridge.api.SendResult;
import io.hmsbridge.plugins.gis.GisTableConnectorFactory.With;
import io.hmsbridge.plugins.jdbc.Connections;
import io.hmsbridge.plugins.jdbc.TableConnector;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes to tables, and has those told who show them. */
final class GisTableConnector extends TableConnector {

    private final Http http;

    GisTableConnector(Connections connections, Http http) {
        super(connections, new GisRows(connections.dialect()), With::of, new Notifications(connections.dialect()));
        this.http = http;
    }

    /** The dashboards are told at least once: a packet whose call fails is sent again, finds its row written, and calls. */
    @Override
    public List<SendResult> sendBatch(List<Packet> packets) throws SendException, IOException, InterruptedException {
        var results = new ArrayList<>(super.sendBatch(packets));
        var calls = new LinkedHashMap<URI, List<Integer>>();
        for (int i = 0; i < results.size(); i++) {
            int at = i;
            if (results.get(i) instanceof SendResult.Delivered) {
                packets.get(i).with(With.class).refresh()
                        .ifPresent(address -> calls.computeIfAbsent(address, _ -> new ArrayList<>()).add(at));
            }
        }
        for (var call : calls.entrySet()) {
            var failure =
                    refresh(call.getKey(), call.getValue().stream().map(i -> packets.get(i).id().text()).toList());
            if (!failure.isEmpty()) {
                call.getValue().forEach(i -> results.set(i,
                        SendResult.retry("the rows are written, but the dashboards were not told: " + failure)));
            }
        }
        return results;
    }

    private String refresh(URI address, List<String> packets) throws InterruptedException {
        try {
            var answer = http.send(HttpCall.of("POST", address).json(Map.of("packets", packets))).result();
            return answer instanceof SendResult.Delivered ? "" : words(answer);
        } catch (SendException e) {
            return e.getMessage();
        }
    }

    private static String words(SendResult answer) {
        return switch (answer) {
            case SendResult.Delivered delivered -> delivered.receipt();
            case SendResult.Retry retry -> retry.reason();
            case SendResult.Reject reject -> reject.reason();
            case SendResult.TargetFault fault -> fault.reason();
        };
    }
}
