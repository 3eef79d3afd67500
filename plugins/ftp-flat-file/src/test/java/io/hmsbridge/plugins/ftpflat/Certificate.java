package io.hmsbridge.plugins.ftpflat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;

/**
 * A certificate of a test's own for 127.0.0.1.
 *
 * @param keys its key store, of PKCS 12
 * @param ca the certificate alone, as PEM
 */
record Certificate(Path keys, Path ca) {

    static final String PASSWORD = "changeit";

    static Certificate in(Path folder) throws Exception {
        var made = new Certificate(folder.resolve("keys"), folder.resolve("ca.pem"));
        made.keytool("-genkeypair", "-keyalg", "EC", "-dname", "CN=test", "-ext", "SAN=ip:127.0.0.1", "-alias",
                "server");
        made.keytool("-exportcert", "-rfc", "-alias", "server", "-file", made.ca.toString());
        return made;
    }

    private void keytool(String... arguments) throws Exception {
        var command = new java.util.ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-keystore", keys.toString(),
                "-storetype", "PKCS12", "-storepass", PASSWORD));
        command.addAll(1, List.of(arguments));
        var process = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        assertThat(process.waitFor()).isZero();
    }

    /** The certificate with its key, as servers written in C want it. */
    Path pem(Path file) throws IOException, GeneralSecurityException {
        var store = KeyStore.getInstance(keys.toFile(), PASSWORD.toCharArray());
        var key = store.getKey("server", PASSWORD.toCharArray()).getEncoded();
        return Files.writeString(file, "-----BEGIN PRIVATE KEY-----\n" + Base64.getMimeEncoder().encodeToString(key)
                + "\n-----END PRIVATE KEY-----\n" + Files.readString(ca));
    }
}
