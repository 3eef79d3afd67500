package io.hmsbridge.server.demo;

import io.hmsbridge.core.json.ExactJson;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A client of the server's HTTP API, as any program may be one. */
final class DemoClient implements AutoCloseable {

    private final URI server;
    private final String token;
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    DemoClient(URI server, String token) {
        this.server = server;
        this.token = token;
    }

    /** Emits an event in the bare form, and answers its one packet as it stands when it has ended, or at the limit. */
    DemoPacket emit(String type, Map<String, ?> data, Duration limit) throws IOException, InterruptedException {
        return one(emitToAll(type, data, limit));
    }

    /** Emits an event that takes effect at some time, and answers its one packet as it stands then. */
    DemoPacket emitFor(Instant effective, String type, Map<String, ?> data) throws IOException, InterruptedException {
        return one(post("application/cloudevents+json", Map.of("specversion", "1.0", "id", UUID.randomUUID().toString(),
                "source", "/demo", "type", type, "effectiveat", effective.toString(), "data", data),
                Duration.ofMillis(1)));
    }

    private static DemoPacket one(List<DemoPacket> packets) {
        if (packets.size() != 1) {
            throw new NotAsToldException("the event made " + packets.size() + " packets, not 1: does a sheet match?");
        }
        return packets.getFirst();
    }

    /** Emits an event in the bare form, and answers its packets as they stand when all have ended, or at the limit. */
    List<DemoPacket> emitToAll(String type, Map<String, ?> data, Duration limit)
            throws IOException, InterruptedException {
        return post("application/json", Map.of("type", type, "data", data), limit);
    }

    private List<DemoPacket> post(String form, Map<String, ?> event, Duration limit)
            throws IOException, InterruptedException {
        var body = BodyPublishers.ofByteArray(ExactJson.write(event));
        return packets(answer(request("/v1/events?wait=" + limit.toMillis() + "ms")
                .header("Content-Type", form).POST(body).build()));
    }

    /** The packets of this event and all later ones, page by page. */
    List<DemoPacket> packetsSince(long event) throws IOException, InterruptedException {
        var all = new ArrayList<DemoPacket>();
        var page = get("/v1/packets?limit=1000");
        all.addAll(packets(page));
        while (page.get("before") instanceof Number before && before.longValue() > event) {
            page = get("/v1/packets?limit=1000&before=" + before);
            all.addAll(packets(page));
        }
        return all;
    }

    List<DemoPacket> packetsOf(long event) throws IOException, InterruptedException {
        return packets(get("/v1/packets?event=" + event));
    }

    /** The version of a mapping sheet that is in force. */
    Optional<String> sheetVersion(String file) throws IOException, InterruptedException {
        return objects(get("/v1/mappings"), "mappings").stream().filter(sheet -> file.equals(sheet.get("file")))
                .findFirst().map(sheet -> (String) sheet.get("version"));
    }

    /** Whether a connector of that name is loaded. */
    boolean hasConnector(String name) throws IOException, InterruptedException {
        return objects(get("/v1/plugins"), "plugins").stream()
                .anyMatch(
                        plugin -> plugin.get("connectors") instanceof List<?> connectors && connectors.contains(name));
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(server.resolve(path)).header("Authorization", "Bearer " + token)
                .timeout(Duration.ofSeconds(30));
    }

    private Map<?, ?> get(String path) throws IOException, InterruptedException {
        return answer(request(path).build());
    }

    private Map<?, ?> answer(HttpRequest request) throws IOException, InterruptedException {
        var answer = http.send(request, BodyHandlers.ofByteArray());
        var json = (Map<?, ?>) ExactJson.read(answer.body());
        if (answer.statusCode() >= 300) {
            throw new NotAsToldException("%s %s was answered %d: %s".formatted(request.method(),
                    request.uri().getPath(), answer.statusCode(), json.get("detail")));
        }
        return json;
    }

    private static List<DemoPacket> packets(Map<?, ?> answer) {
        return objects(answer, "packets").stream().map(DemoPacket::new).toList();
    }

    @SuppressWarnings("unchecked") // what ExactJson reads has string keys
    private static List<Map<String, ?>> objects(Map<?, ?> answer, String name) {
        return (List<Map<String, ?>>) answer.get(name);
    }
}
