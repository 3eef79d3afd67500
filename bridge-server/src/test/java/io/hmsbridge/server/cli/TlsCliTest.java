package io.hmsbridge.server.cli;

import static io.hmsbridge.server.cli.Run.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.hmsbridge.server.http.HttpApi;
import io.hmsbridge.server.http.HttpOptions;
import io.hmsbridge.server.metrics.Metrics;
import io.hmsbridge.server.support.ServedBridge;
import io.hmsbridge.server.support.TestCertificate;
import io.hmsbridge.server.tls.ServerTls;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The command and a server over HTTPS. */
class TlsCliTest {

    private static ServedBridge bridge;
    private static TestCertificate one;
    private static TestCertificate other;
    private static TestCertificate expired;
    private static Path token;

    @TempDir
    private Path folder;
    private TestCertificate shown;

    @BeforeAll
    static void start(@TempDir Path home) throws Exception {
        bridge = ServedBridge.start(home.resolve("bridge"));
        one = TestCertificate.in(home, "one");
        other = TestCertificate.in(home, "other", "EC", -1, 20);
        expired = TestCertificate.in(home, "expired", "EC", -10, 5);
        token = Files.writeString(home.resolve("token"), ServedBridge.TOKEN);
    }

    @AfterAll
    static void stop() {
        bridge.close();
    }

    @BeforeEach
    void show() throws Exception {
        shown = new TestCertificate(folder.resolve("server.pem"), folder.resolve("server-key.pem"));
        one.replace(shown);
    }

    private HttpApi serve(Optional<ServerTls.Clients> clients) {
        var tls = new ServerTls(shown.certificate(), shown.key(), clients);
        return HttpApi.start(bridge.bridge(), new Metrics(), new HttpOptions("127.0.0.1", 0, ServedBridge.TOKEN,
                ServedBridge.BODY_LIMIT, Optional.empty(), Optional.of(tls), HttpOptions.USUAL_WRITE,
                HttpOptions.USUAL_READ,
                HttpOptions.USUAL_LIMITS));
    }

    @Test
    void theCommandTrustsWhoItIsToldToAndTheDoctorSaysUntilWhen() {
        try (var api = serve(Optional.empty())) {
            var doctor = doctor(api, one);
            var stranger = doctor(api, other);
            var nobody = run("doctor", "--url", "https://127.0.0.1:" + api.port(), "--token-file", token.toString());
            var plain = run("doctor", "--url", "http://127.0.0.1:" + api.port(), "--token-file", token.toString());

            assertThat(doctor.exitCode()).as(doctor.err()).isZero();
            assertThat(doctor.out()).containsPattern(
                    "nothing is missing\\.\\RThe server's certificate is valid until 20\\S+, for 8[789] days\\.");
            assertThat(stranger.exitCode()).isEqualTo(3);
            assertThat(stranger.err()).hasLineCount(1).contains("BRG-4007",
                    "no secure connection to https://127.0.0.1");
            assertThat(nobody.err()).contains("BRG-4007");
            assertThat(plain.exitCode()).isEqualTo(3);
        }
    }

    @Test
    void aRenewedCertificateIsShownWithoutARestartAndABadOneIsNot() throws Exception {
        var log = new ListAppender<ILoggingEvent>();
        log.start();
        var logger = (Logger) LoggerFactory.getLogger("io.hmsbridge.server.http.SecuredPort");
        logger.addAppender(log);
        logger.setLevel(Level.WARN); // whatever other tests have set
        try (var api = serve(Optional.empty())) {
            assertThat(doctor(api, one).exitCode()).isZero();

            other.replace(shown);
            await().until(() -> doctor(api, other).exitCode() == 0);
            assertThat(doctor(api, other).out()).contains("RENEW IT");
            assertThat(doctor(api, one).exitCode()).isEqualTo(3);

            TestCertificate.replace(one.key(), shown.key());
            awaitWarning(log, "the key " + shown.key() + " is not that of the certificate " + shown.certificate());
            assertThat(doctor(api, other).exitCode()).isZero();

            expired.replace(shown);
            awaitWarning(log, "the certificate " + shown.certificate() + " has expired at");
            Files.delete(shown.certificate());
            awaitWarning(log, shown.certificate() + ": there is no such file");
            assertThat(doctor(api, other).exitCode()).isZero();

            one.replace(shown);
            await().until(() -> doctor(api, one).exitCode() == 0);
        } finally {
            logger.detachAppender(log);
            logger.setLevel(null);
        }
    }

    private static void awaitWarning(ListAppender<ILoggingEvent> log, String text) {
        await().until(() -> Stream.of(log.list.toArray(ILoggingEvent[]::new))
                .anyMatch(line -> line.getFormattedMessage().contains(text)));
    }

    @Test
    void aClientsCertificateIsAskedForAsConfigured() {
        var known = new String[] {"--client-certificate", other.certificate().toString(), "--client-key",
            other.key().toString()};
        var unknown = new String[] {"--client-certificate", one.certificate().toString(), "--client-key",
            one.key().toString()};
        var authorities = other.certificate();

        try (var api = serve(Optional.of(new ServerTls.Clients(authorities, true)))) {
            assertThat(doctor(api, one, known).exitCode()).isZero();
            assertThat(doctor(api, one).exitCode()).isEqualTo(3);
            assertThat(doctor(api, one, unknown).exitCode()).isEqualTo(3);
        }
        try (var api = serve(Optional.of(new ServerTls.Clients(authorities, false)))) {
            assertThat(doctor(api, one, known).exitCode()).isZero();
            assertThat(doctor(api, one).exitCode()).isZero();
        }
    }

    @Test
    void filesThatCannotBeUsedAreToldBeforeAnythingStarts() throws Exception {
        var config = Files.writeString(folder.resolve("bridge.yaml"), """
                http: {port: 0, tls: {certificate: "%s", key: "%s"}}
                log: {level: error}
                data: "%s"
                """.formatted(expired.certificate(), one.key(), folder.resolve("data")));

        var start = run("start", "--config", config.toString());

        assertThat(start.exitCode()).isEqualTo(3);
        assertThat(start.err()).hasLineCount(1).contains("BRG-4006", expired.certificate() + " has expired at",
                one.key() + " is not that of");
        assertThat(folder.resolve("data")).doesNotExist();
        assertThat(run("doctor", "--url", "https://127.0.0.1:1", "--ca", one.key().toString()).err())
                .contains("BRG-4006", "no certificate in PEM");
        assertThat(run("doctor", "--client-key", one.key().toString()).err()).contains("go together");
    }

    @Test
    void whatThePageShowsCanBeDone() throws Exception {
        var page = Files.readString(Path.of("../docs/access.md"));
        var command = Pattern.compile("(?m)^bridge (doctor .*)$").matcher(page);
        assertThat(command.find()).isTrue();

        try (var api = serve(Optional.of(new ServerTls.Clients(other.certificate(), true)))) {
            var words = command.group(1).replace("8443", String.valueOf(api.port()))
                    .replace("client-key.pem", other.key().toString())
                    .replace(" client.pem", " " + other.certificate())
                    .replace(" ca.pem", " " + one.certificate()) + " --token-file " + token;
            var run = run(words.split(" "));
            assertThat(run.exitCode()).as(run.err()).isZero();
        }
    }

    private static Run doctor(HttpApi api, TestCertificate authority, String... more) {
        var words = Stream.of("doctor", "--url", "https://127.0.0.1:" + api.port(), "--token-file", token.toString(),
                "--ca", authority.certificate().toString());
        return run(Stream.concat(words, Stream.of(more)).toArray(String[]::new));
    }
}
