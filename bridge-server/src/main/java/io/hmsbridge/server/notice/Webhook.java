package io.hmsbridge.server.notice;

import io.hmsbridge.core.json.ExactJson;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Posts notices as CloudEvents, one at a time. */
final class Webhook implements Sender {

    private static final Duration ANSWER = Duration.ofSeconds(10);

    private final Notices.Hook hook;
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(ANSWER).build();

    Webhook(Notices.Hook hook) {
        this.hook = hook;
    }

    @Override
    public String name() {
        return "the webhook for notices";
    }

    @Override
    public int most() {
        return 1;
    }

    @Override
    public void send(List<Notice> notices) throws IOException, InterruptedException {
        for (var notice : notices) {
            int status;
            try {
                status = http.send(request(notice), HttpResponse.BodyHandlers.discarding()).statusCode();
            } catch (IOException e) {
                throw new IOException("no answer (" + e.getClass().getSimpleName() + ")", e); // its text may hold the address
            }
            if (status >= 300) {
                throw new IOException("it answered " + status);
            }
        }
    }

    private HttpRequest request(Notice notice) {
        var event = new LinkedHashMap<String, Object>();
        event.put("specversion", "1.0");
        event.put("id", notice.id());
        event.put("source", "/hms-bridge");
        event.put("type", notice.kind().type());
        if (!notice.about().isEmpty()) {
            event.put("subject", notice.about());
        }
        event.put("time", notice.at().toString());
        event.put("data", Map.of("text", notice.text()));
        var request = HttpRequest.newBuilder(hook.address()).timeout(ANSWER)
                .header("Content-Type", "application/cloudevents+json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(ExactJson.write(event)));
        hook.token().ifPresent(token -> request.header("Authorization", "Bearer " + token.reveal()));
        return request.build();
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
