package io.hmsbridge.core.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.hmsbridge.core.plugin.LoadedPlugin.State;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import jdk.security.jarsigner.JarSigner;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which jars are loaded, with jars that are really signed. */
class PluginTrustTest {

    private static final String LOADED = "io.hmsbridge.core.plugin.PluginTrustTest";
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    private static Path keys;

    @TempDir
    private Path temp;

    private Path folder;
    private Path trusted;
    private Path jar;

    /** Made by the JDK's own keytool: someone who signs, a stranger, and one whose certificate has ended. */
    @BeforeAll
    static void makeKeys() throws Exception {
        key("signer", "-validity", "30");
        key("stranger", "-validity", "30");
        key("former", "-validity", "5", "-startdate", "-10d");
    }

    @BeforeEach
    void aJar() throws IOException {
        System.clearProperty(LOADED);
        folder = Files.createDirectories(temp.resolve("plugins"));
        trusted = Files.createDirectories(temp.resolve("trust"));
        jar = new PluginJars(Files.createDirectories(temp.resolve("built"))).plugin("acme", "1.0.0")
                .factory("Acme", "SendResult.delivered(\"acme\")",
                        "static { System.setProperty(\"" + LOADED + "\", \"yes\"); }")
                .build();
    }

    @Test
    void whatIsNotListedIsNeverLoadedUntilItIsListed() throws Exception {
        Files.copy(jar, folder.resolve("acme.jar"));
        try (var host = PluginHost.open(folder, temp.resolve("work"), PluginTrust.of(trusted))) {
            assertThat(host.plugins()).singleElement().satisfies(plugin -> {
                assertThat(plugin.state()).isEqualTo(State.REFUSED);
                assertThat(plugin.problem()).contains(TrustFolder.sha256(jar), "is not listed, and it is not signed");
            });
            assertThat(System.getProperty(LOADED)).isNull();

            PluginFile.trust(jar, trusted);

            await().untilAsserted(() -> assertThat(host.connectors().names()).containsExactly("Acme"));
            assertThat(System.getProperty(LOADED)).isEqualTo("yes");
        }
    }

    @Test
    void nothingIsLoadedOfWhatIsAlteredUnsignedByAStrangerOrByACertificateThatHasEnded() throws Exception {
        trust("signer");
        trust("former");
        var reasons = new LinkedHashMap<String, String>();
        Files.move(rewritten(signed(jar, "signer"), "META-INF/extensions.idx", "acme.OtherFactory"),
                folder.resolve("altered.jar"));
        reasons.put("altered.jar", "altered after it was signed");
        Files.copy(jar, folder.resolve("unsigned.jar"));
        reasons.put("unsigned.jar", "it is not signed");
        Files.move(signed(jar, "stranger"), folder.resolve("stranger.jar"));
        reasons.put("stranger.jar", "signed by CN=stranger, who is not trusted");
        Files.move(signed(jar, "former"), folder.resolve("former.jar"));
        reasons.put("former.jar", "signed by CN=former, whose certificate ended on 20");

        try (var host = PluginHost.open(folder, temp.resolve("work"), PluginTrust.of(trusted))) {
            var problems = host.plugins().stream()
                    .collect(Collectors.toMap(p -> p.file().getFileName().toString(), p -> p));
            reasons.forEach((file, reason) -> {
                assertThat(problems.get(file).state()).as(file).isEqualTo(State.REFUSED);
                assertThat(problems.get(file).problem()).as(file).contains(reason);
            });
            assertThat(host.connectors().names()).isEmpty();
            assertThat(System.getProperty(LOADED)).isNull();
        }
    }

    @Test
    void oneByteMoreAndItIsNoLongerWhatIsListed() throws Exception {
        PluginFile.trust(jar, trusted);
        assertThat(objection(jar)).isEmpty();

        var altered =
                Files.write(temp.resolve("altered.jar"), (Files.readString(jar, StandardCharsets.ISO_8859_1) + "x")
                        .getBytes(StandardCharsets.ISO_8859_1));

        assertThat(objection(altered)).contains("is not listed");
    }

    @Test
    void aListThatSha256sumWroteIsRead() throws Exception {
        Files.writeString(trusted.resolve("ours.sha256"),
                "# ours\n" + "0".repeat(64) + "  other.jar\n" + TrustFolder.sha256(jar).toUpperCase(Locale.ROOT)
                        + " *acme.jar\n");

        assertThat(objection(jar)).isEmpty();
    }

    @Test
    void whatATrustedSignerSignedIsLoaded() throws Exception {
        trust("signer");
        Files.copy(signed(jar, "signer"), folder.resolve("acme.jar"));

        try (var host = PluginHost.open(folder, temp.resolve("work"), PluginTrust.of(trusted))) {
            assertThat(host.connectors().names()).containsExactly("Acme");
        }
    }

    @Test
    void aStrangersSignatureIsRefusedByName() throws Exception {
        trust("signer");

        assertThat(objection(signed(jar, "stranger"))).isEqualTo("it is signed by CN=stranger, who is not trusted");
        assertThat(objection(jar)).contains("it is not signed");
    }

    @Test
    void anEndedCertificateIsRefusedWithItsDate() throws Exception {
        trust("former");

        assertThat(objection(signed(jar, "former")))
                .startsWith("it is signed by CN=former, whose certificate ended on 20");
    }

    @Test
    void whatWasAlteredOrAddedAfterSigningIsRefused() throws Exception {
        trust("signer");
        var signed = signed(jar, "signer");

        assertThat(objection(rewritten(signed, "META-INF/extensions.idx", "acme.OtherFactory")))
                .contains("altered after it was signed");
        assertThat(objection(rewritten(signed, "acme/More.class", "more")))
                .contains("it is not signed (acme/More.class)");
    }

    @Test
    void aFileIsLookedAtWithoutBeingLoaded() throws Exception {
        trust("signer");

        var seen = PluginFile.of(signed(jar, "signer"), PluginTrust.of(trusted));

        assertThat(seen.id()).isEqualTo("acme");
        assertThat(seen.version()).isEqualTo("1.0.0");
        assertThat(seen.signer()).isEqualTo("CN=signer");
        assertThat(seen.problem()).isEmpty();
        assertThat(PluginFile.of(jar, PluginTrust.of(trusted)).problem()).isPresent();
        assertThat(System.getProperty(LOADED)).isNull();
    }

    @Test
    void aPinnedKeysSignatureBesideTheFileCountsAndGoesWithItThroughARollback() throws Exception {
        var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        PluginFile.trust(Files.writeString(temp.resolve("acme.pub"), "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getEncoder().encodeToString(pair.getPublic().getEncoded()) + "\n-----END PUBLIC KEY-----\n"),
                trusted);
        var next = new PluginJars(Files.createDirectories(temp.resolve("next"))).connector("acme", "2.0.0", "Acme")
                .build();
        sign(jar, pair.getPrivate(), false);
        sign(next, pair.getPrivate(), true);
        LastGood.copy(jar, folder.resolve("acme.jar"));
        try (var host = PluginHost.open(folder, temp.resolve("work"), PluginTrust.of(trusted))) {
            assertThat(host.connectors().names()).containsExactly("Acme");
            LastGood.copy(next, folder.resolve("acme.jar"));
            await().until(() -> host.plugins().stream().anyMatch(p -> p.version().equals("2.0.0")
                    && p.state() == State.ACTIVE));

            new LastGood(temp.resolve("work")).putBack("acme", folder);

            await().until(() -> host.plugins().stream().anyMatch(p -> p.version().equals("1.0.0")
                    && p.state() == State.ACTIVE));
        }
    }

    @Test
    void anotherKeysSignatureOrThatOfAnotherFileDoesNotCount() throws Exception {
        var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        var stranger = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        Files.writeString(trusted.resolve("acme.pub"), "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getEncoder().encodeToString(pair.getPublic().getEncoded()) + "\n-----END PUBLIC KEY-----\n");
        sign(jar, stranger.getPrivate(), false);
        assertThat(objection(jar)).contains("the signature beside it is by no trusted key or of other content");
        sign(jar, pair.getPrivate(), false);
        assertThat(objection(jar)).isEmpty();
        Files.write(jar, new byte[] {0}, StandardOpenOption.APPEND);
        assertThat(objection(jar)).contains("the signature beside it");
        Files.writeString(DetachedSignature.beside(jar), "no signature");
        assertThat(objection(jar)).contains("the signature beside it");
        var broken = Files.writeString(temp.resolve("broken.pub"), "no key");
        assertThatThrownBy(() -> PluginFile.trust(broken, trusted)).hasMessageContaining("holds no public key");
    }

    private static void sign(Path file, PrivateKey key, boolean asText) throws Exception {
        var signature = Signature.getInstance("Ed25519");
        signature.initSign(key);
        signature.update(Files.readAllBytes(file));
        var bytes = signature.sign();
        Files.write(DetachedSignature.beside(file), asText ? Base64.getEncoder().encode(bytes) : bytes);
    }

    private String objection(Path file) throws IOException {
        return PluginTrust.of(trusted).objection(file).orElse("");
    }

    private static void key(String name, String... more) throws Exception {
        var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair", "-alias", name, "-dname", "CN=" + name, "-keyalg", "EC", "-keystore",
                keys.resolve("keys.p12").toString(), "-storepass", new String(PASSWORD)));
        command.addAll(List.of(more));
        assertThat(new ProcessBuilder(command).redirectErrorStream(true).start().waitFor()).isZero();
    }

    private static KeyStore keyStore() throws Exception {
        return KeyStore.getInstance(keys.resolve("keys.p12").toFile(), PASSWORD);
    }

    private void trust(String name) throws Exception {
        var encoded = Base64.getMimeEncoder().encodeToString(keyStore().getCertificate(name).getEncoded());
        var pem = Files.writeString(temp.resolve(name + ".pem"),
                "-----BEGIN CERTIFICATE-----\n" + encoded + "\n-----END CERTIFICATE-----\n");
        PluginFile.trust(pem, trusted);
    }

    private Path signed(Path unsigned, String name) throws Exception {
        var to = temp.resolve("signed-by-" + name + ".jar");
        var path = CertificateFactory.getInstance("X.509")
                .generateCertPath(List.of(keyStore().getCertificateChain(name)));
        try (var zip = new ZipFile(unsigned.toFile()); var out = new FileOutputStream(to.toFile())) {
            new JarSigner.Builder((PrivateKey) keyStore().getKey(name, PASSWORD), path).build().sign(zip, out);
        }
        return to;
    }

    /** With other content of one file, or with one more. */
    private Path rewritten(Path from, String name, String content) throws IOException {
        var to = Files.createTempFile(temp, "rewritten", ".jar");
        try (var zip = new ZipFile(from.toFile()); var out = new ZipOutputStream(Files.newOutputStream(to))) {
            for (var entry : zip.stream().filter(e -> !e.getName().equals(name)).toList()) {
                out.putNextEntry(new ZipEntry(entry.getName()));
                zip.getInputStream(entry).transferTo(out);
            }
            out.putNextEntry(new ZipEntry(name));
            out.write(content.getBytes(StandardCharsets.UTF_8));
        }
        return to;
    }
}
