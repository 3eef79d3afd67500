package io.hmsbridge.server.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.hmsbridge.api.Connector;
import io.hmsbridge.api.ConnectorContext;
import io.hmsbridge.api.ConnectorFactory;
import io.hmsbridge.api.Event;
import io.hmsbridge.api.Health;
import io.hmsbridge.api.Packet;
import io.hmsbridge.api.Secret;
import io.hmsbridge.api.SendResult;
import io.hmsbridge.core.json.ExactJson;
import io.hmsbridge.server.support.ApiClient;
import io.hmsbridge.server.support.ServedBridge;
import io.hmsbridge.server.support.TestCertificate;
import io.hmsbridge.server.tls.Certificates;
import io.hmsbridge.server.tls.ServerTls;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** People are told what they should know at once, and when they want to be told. */
class NoticesTest {

    private static final Instant NIGHT = Instant.parse("2026-11-26T23:00:00Z");

    private static final Certificates NO_CERTIFICATES = new Certificates(Optional.empty(), InstantSource.system());

    private static volatile boolean asleep;
    private static ServedBridge server;

    /** What a webhook is posted, refusing the first. */
    private static final class Chat implements AutoCloseable {

        private record Posted(Map<?, ?> event, String token, Instant at) {}

        private final List<Posted> posted = new CopyOnWriteArrayList<>();
        private final HttpServer http;
        private volatile Instant now = NIGHT;
        private int refusing;

        Chat(int refusing) throws Exception {
            this.refusing = refusing;
            http = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
            http.createContext("/", exchange -> {
                try (exchange) {
                    var event = (Map<?, ?>) ExactJson.read(exchange.getRequestBody().readAllBytes());
                    if (this.refusing-- > 0) {
                        exchange.sendResponseHeaders(503, -1);
                        return;
                    }
                    posted.add(new Posted(event, exchange.getRequestHeaders().getFirst("Authorization"), now));
                    exchange.sendResponseHeaders(204, -1);
                }
            });
            http.start();
        }

        URI uri() {
            return URI.create("http://127.0.0.1:" + http.getAddress().getPort() + "/hooks/1");
        }

        @Override
        public void close() {
            http.stop(0);
        }
    }

    /** Sleeps if it is told to. */
    private static final class Sleepy implements ConnectorFactory {

        @Override
        public String name() {
            return "Sleepy";
        }

        @Override
        public Connector create(ConnectorContext context) {
            return new Connector() {
                @Override
                public SendResult send(Packet packet) {
                    return asleep ? SendResult.retry("no answer") : SendResult.delivered("took it");
                }

                @Override
                public Health probe() {
                    return asleep ? Health.asleep("no answer") : Health.awake("here");
                }
            };
        }
    }

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        var mappings = Files.createDirectories(folder.resolve("mappings"));
        Files.writeString(mappings.resolve("sleepy.yaml"),
                "source_event: sleepy.changed\ntargets: {sleepy: {connector: Sleepy, map: {rate: dailyRate}}}\n");
        server = ServedBridge.start(folder, builder -> builder.connector(new Sleepy()));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static void emit(String type, long rate) {
        server.bridge().emit(Event.of(type, Map.of("rate", rate)));
    }

    @Test
    void aTargetThatSleepsAndWakesAndTheFirstDeadPacketAreToldOnce() {
        var told = new CopyOnWriteArrayList<Notice>();
        try (var watch = new NoticeWatch(server.bridge(), NO_CERTIFICATES, told::add, InstantSource.system(),
                Duration.ofMillis(20))) {
            watch.start();
            asleep = true;
            emit("sleepy.changed", 1);
            await().until(() -> told.stream().map(Notice::kind).toList().contains(Notice.Kind.TARGET_DOWN));
            asleep = false;
            await().until(() -> told.stream().map(Notice::kind).toList().contains(Notice.Kind.TARGET_BACK));
            emit("rate.changed", -1);
            await().until(() -> told.stream().map(Notice::kind).toList().contains(Notice.Kind.FIRST_DEAD));
            emit("rate.changed", -2);
            asleep = true;
            emit("sleepy.changed", 2);
            await().until(() -> told.size() >= 4); // looked again, and the second dead packet is no news
        }
        asleep = false;

        assertThat(told.stream().map(notice -> notice.kind() + " " + notice.about())).containsExactly(
                "TARGET_DOWN sleepy", "TARGET_BACK sleepy", "FIRST_DEAD payroll", "TARGET_DOWN sleepy");
        assertThat(told.getFirst().text()).startsWith("sleepy: no answer; its packets wait");
    }

    @Test
    void aDiskIsToldOfWhileThereIsTimeToDoSomething(@TempDir Path folder) throws Exception {
        long free = Files.getFileStore(folder).getUsableSpace();
        var told = new CopyOnWriteArrayList<Notice>();
        try (var low = ServedBridge.start(folder, builder -> builder.keepFree(folder, free / 3));
                var api = new ApiClient(low.uri());
                var watch = new NoticeWatch(low.bridge(), NO_CERTIFICATES, told::add, InstantSource.system(),
                        Duration.ofMillis(20))) {
            watch.start();
            await().until(() -> !told.isEmpty());

            var ready = api.get("/readyz");
            assertThat(ready.status()).isEqualTo(200);
            assertThat(ready.get("warning").toString()).startsWith("the disk of the database has ")
                    .contains("events are refused");
            assertThat(low.bridge().emit(Event.of("rate.changed", Map.of("rate", 1L))).duplicate()).isFalse();
        }
        assertThat(told).singleElement().satisfies(notice -> {
            assertThat(notice.kind()).isEqualTo(Notice.Kind.DISK_LOW);
            assertThat(notice.text()).contains("MB left").contains("enlarge");
        });
    }

    @Test
    void certificatesThatEndSoonAreToldOfWhileTheServerRunsAlsoThoseOfAuthorities(@TempDir Path folder)
            throws Exception {
        var own = TestCertificate.in(folder, "own");
        var authority = TestCertificate.in(folder, "authority", "EC", -1, 60);
        var now = new AtomicReference<>(Instant.now());
        var certificates = new Certificates(Optional.of(new ServerTls(own.certificate(), own.key(),
                Optional.of(new ServerTls.Clients(authority.certificate(), true)))), now::get);
        var told = new CopyOnWriteArrayList<Notice>();
        try (var watch = new NoticeWatch(server.bridge(), certificates, ofCertificates(told), now::get,
                Duration.ofMillis(20))) {
            watch.start();
            now.set(Instant.now().plus(Duration.ofDays(32)));
            await().until(() -> told.size() == 1);
            now.set(Instant.now().plus(Duration.ofDays(70)));
            await().until(() -> told.size() == 2);
        }
        assertThat(told.stream().map(notice -> notice.kind() + " " + notice.about())).containsExactly(
                "CERTIFICATE_ENDS authority.pem", "CERTIFICATE_ENDS own.pem");
    }

    /** Other tests leave targets behind that sleep or wake. */
    private static Consumer<Notice> ofCertificates(List<Notice> told) {
        return notice -> {
            if (notice.kind() == Notice.Kind.CERTIFICATE_ENDS) {
                told.add(notice);
            }
        };
    }

    @Test
    void noticesWaitForTheEndOfQuietHoursAndAreSentUntilTheyAreTaken() throws Exception {
        try (var chat = new Chat(1);
                var webhook = new Post(new Webhook(new Notices.Hook(chat.uri(), Optional.of(new Secret("to-ken")))),
                        QuietHours.parse("22:00-06:00", ZoneOffset.UTC), () -> chat.now)) {
            webhook.accept(new Notice(Notice.Kind.TARGET_DOWN, "payroll", "payroll: no answer", NIGHT));
            webhook.accept(new Notice(Notice.Kind.EVENTS_REFUSED, "", "no events are accepted", NIGHT));
            chat.now = Instant.parse("2026-11-27T06:00:00Z");

            await().until(() -> chat.posted.size() == 2);
            assertThat(chat.posted).allSatisfy(posted -> {
                assertThat(posted.at).isEqualTo(chat.now);
                assertThat(posted.token).isEqualTo("Bearer to-ken");
            });
            assertThat(chat.posted.getFirst().event.get("type")).isEqualTo("bridge.notice.target.down");
            assertThat(chat.posted.getFirst().event.get("subject")).isEqualTo("payroll");
            assertThat(chat.posted.getFirst().event.get("time")).isEqualTo(NIGHT.toString());
            assertThat(chat.posted.getLast().event.get("type")).isEqualTo("bridge.notice.events.refused");
        }
    }

    @Test
    void quietHoursGoByTheWallClock() {
        var newYork = ZoneId.of("America/New_York");
        var night = QuietHours.parse("22:00-06:00", newYork).orElseThrow();

        assertThat(night.left(Instant.parse("2026-11-27T02:59:59Z"))).isZero(); // 21:59:59
        assertThat(night.left(Instant.parse("2026-11-27T03:00:00Z"))).isEqualTo(Duration.ofHours(8));
        assertThat(night.left(Instant.parse("2026-11-27T11:00:00Z"))).isZero();
        assertThat(night.left(Instant.parse("2027-03-14T03:00:00Z"))).isEqualTo(Duration.ofHours(7)); // spring
        assertThat(QuietHours.parse("12:00-13:00", newYork).orElseThrow().left(Instant.parse("2026-11-27T17:30:00Z")))
                .isEqualTo(Duration.ofMinutes(30));
        for (var text : List.of("nights", "22:00", "22-6", "25:00-06:00", "06:00-06:00", "")) {
            assertThat(QuietHours.parse(text, newYork)).as(text).isEmpty();
        }
    }
}
