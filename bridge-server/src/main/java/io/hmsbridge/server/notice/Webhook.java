package io.hmsbridge.server.notice;

import io.hmsbridge.core.json.ExactJson;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Posts notices as CloudEvents, one after another, again until each is taken; in quiet hours they wait. */
final class Webhook implements Consumer<Notice>, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Webhook.class);
    private static final int MOST_WAITING = 1_000;
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final Duration LOOK = Duration.ofMillis(500);

    private final Notices notices;
    private final InstantSource clock;
    private final LinkedBlockingQueue<Notice> waiting = new LinkedBlockingQueue<>(MOST_WAITING);
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(ANSWER).build();
    private final Thread thread;

    Webhook(Notices notices, InstantSource clock) {
        this.notices = notices;
        this.clock = clock;
        thread = Thread.ofVirtual().name("bridge-notices").start(this::run);
    }

    @Override
    public void accept(Notice notice) {
        LOG.atWarn().addKeyValue("notice", notice.kind().type()).addKeyValue("about", notice.about())
                .log("{}", notice.text());
        if (!waiting.offer(notice)) {
            LOG.warn("a notice is dropped: {} wait for the webhook already", MOST_WAITING);
        }
    }

    private void run() {
        try {
            for (;;) {
                var notice = waiting.take();
                awaitTheEndOfQuietHours();
                deliver(notice);
            }
        } catch (InterruptedException _) {
            LOG.trace("closed");
        }
    }

    private void awaitTheEndOfQuietHours() throws InterruptedException {
        while (notices.quiet().map(quiet -> quiet.left(clock.instant())).orElse(Duration.ZERO).isPositive()) {
            Thread.sleep(LOOK); // not until its end: clocks are set
        }
    }

    private void deliver(Notice notice) throws InterruptedException {
        var request = request(notice);
        for (var pause = Duration.ofSeconds(1);; pause = longer(pause)) {
            try {
                int status = http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
                if (status < 300) {
                    return;
                }
                LOG.warn("the webhook for notices answered {}; tried again in {} s", status, pause.toSeconds());
            } catch (IOException e) {
                LOG.warn("the webhook for notices does not answer ({}); tried again in {} s",
                        e.getClass().getSimpleName(), pause.toSeconds());
            }
            Thread.sleep(pause);
        }
    }

    private static Duration longer(Duration pause) {
        var doubled = pause.multipliedBy(2);
        return doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
    }

    private HttpRequest request(Notice notice) {
        var event = new LinkedHashMap<String, Object>();
        event.put("specversion", "1.0");
        event.put("id", UUID.randomUUID().toString());
        event.put("source", "/hms-bridge");
        event.put("type", notice.kind().type());
        if (!notice.about().isEmpty()) {
            event.put("subject", notice.about());
        }
        event.put("time", notice.at().toString());
        event.put("data", Map.of("text", notice.text()));
        var request = HttpRequest.newBuilder(notices.webhook()).timeout(ANSWER)
                .header("Content-Type", "application/cloudevents+json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(ExactJson.write(event)));
        notices.token().ifPresent(token -> request.header("Authorization", "Bearer " + token.reveal()));
        return request.build();
    }

    @Override
    public void close() {
        thread.interrupt();
        http.shutdownNow();
    }
}
