package io.hmsbridge.server.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hmsbridge.server.support.TestCertificate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files a server can be secured with. */
class ServerTlsTest {

    private static TestCertificate one;
    private static TestCertificate other;

    @TempDir
    private Path folder;

    @BeforeAll
    static void make(@TempDir Path made) throws Exception {
        one = TestCertificate.in(made, "one", "RSA", -1, 90);
        other = TestCertificate.in(made, "other", "Ed25519", -1, 90);
    }

    private static ServerTls.Content read(Path certificate, Path key) {
        return new ServerTls(certificate, key, Optional.empty()).read(Instant.now());
    }

    @Test
    void keysOfEachKindAreReadAndSayUntilWhenTheyCount() {
        var identity = read(one.certificate(), one.key()).identity();

        assertThat(identity.subject()).isEqualTo("CN=one");
        assertThat(identity.expires()).isBetween(Instant.now().plus(88, ChronoUnit.DAYS),
                Instant.now().plus(90, ChronoUnit.DAYS));
        assertThat(read(other.certificate(), other.key()).identity().subject()).isEqualTo("CN=other");
    }

    @Test
    void allThatIsWrongIsToldAtOnce() throws Exception {
        var text = Files.writeString(folder.resolve("text.pem"), "hello");
        var missing = folder.resolve("missing.pem");

        assertThatThrownBy(() -> new ServerTls(text, missing, Optional.of(new ServerTls.Clients(one.key(), true)))
                .read(Instant.now())).isInstanceOf(TlsException.class)
                .hasMessage("the certificate %s has no certificate in PEM; the key %s: there is no such file;"
                        + " the authorities of clients %s has no certificate in PEM", text, missing, one.key());
    }

    @Test
    void whatDoesNotBelongTogetherIsRefused() throws Exception {
        var both = Files.writeString(folder.resolve("both.pem"),
                Files.readString(one.certificate()) + Files.readString(other.certificate()));

        assertThatThrownBy(() -> read(one.certificate(), other.key()))
                .hasMessage("the key %s is not that of the certificate %s", other.key(), one.certificate());
        assertThatThrownBy(() -> read(both, one.key()))
                .hasMessageContaining("(number 2 in it) did not issue the one before");
    }

    @Test
    void aTimeOutsideOfTheCertificateIsRefused() {
        var files = new ServerTls(one.certificate(), one.key(), Optional.empty());

        assertThatThrownBy(() -> files.read(Instant.now().plus(100, ChronoUnit.DAYS)))
                .hasMessageContaining("the certificate " + one.certificate() + " has expired at 20");
        assertThatThrownBy(() -> files.read(Instant.now().minus(100, ChronoUnit.DAYS)))
                .hasMessageContaining("is not valid before 20");
    }

    @Test
    void whatIsDamagedOrOfAnotherFormIsToldWithoutWhatIsInIt() throws Exception {
        var key = Files.readString(one.key());
        var damaged = Files.writeString(folder.resolve("damaged.pem"), key.replaceFirst("\n[A-Za-z0-9+/]{20}", "\n"));
        var old = Files.writeString(folder.resolve("old.pem"), key.replace("PRIVATE KEY", "RSA PRIVATE KEY"));
        var cut = Files.writeString(folder.resolve("cut.pem"), Files.readString(one.certificate())
                .substring(0, 200));

        assertThatThrownBy(() -> read(one.certificate(), damaged))
                .hasMessage("the key %s is damaged, or neither an RSA, EC nor Ed25519 key", damaged);
        assertThatThrownBy(() -> read(one.certificate(), old)).hasMessageContaining("openssl pkcs8 -topk8 -nocrypt");
        assertThatThrownBy(() -> read(cut, one.key())).hasMessageContaining(cut + " is damaged");
        assertThat(read(one.certificate(), one.key()).toString()).doesNotContain(key.substring(40, 60));
    }
}
