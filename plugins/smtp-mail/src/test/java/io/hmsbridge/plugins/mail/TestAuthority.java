package io.hmsbridge.plugins.mail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A certificate for this machine that only who is told so trusts; made once, by the JDK's keytool. */
final class TestAuthority {

    private static final char[] PASSWORD = "changeit".toCharArray();

    private final Path folder;

    private TestAuthority(Path folder) {
        this.folder = folder;
    }

    /** @param names what the certificate is for, such as {@code ip:127.0.0.1} */
    static TestAuthority in(Path folder, String names) throws Exception {
        var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        var process = new ProcessBuilder(keytool, "-genkeypair", "-alias", "mail", "-keyalg", "EC", "-dname",
                "CN=mail", "-ext", "san=" + names, "-validity", "30", "-keystore",
                folder.resolve("mail.p12").toString(),
                "-storetype", "PKCS12", "-storepass", new String(PASSWORD))
                .redirectErrorStream(true).redirectOutput(folder.resolve("keytool.log").toFile()).start();
        if (process.waitFor() != 0) {
            throw new IOException(Files.readString(folder.resolve("keytool.log")));
        }
        return new TestAuthority(folder);
    }

    /** The certificate, for who shall trust it and for Postfix to show. */
    Path certificate() throws Exception {
        return pem("certificate.pem", "CERTIFICATE", store().getCertificate("mail").getEncoded());
    }

    Path key() throws Exception {
        return pem("key.pem", "PRIVATE KEY", store().getKey("mail", PASSWORD).getEncoded());
    }

    SSLContext context() throws Exception {
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store(), PASSWORD);
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    private KeyStore store() throws Exception {
        return KeyStore.getInstance(folder.resolve("mail.p12").toFile(), PASSWORD);
    }

    private Path pem(String file, String what, byte[] der) {
        try {
            var body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
            return Files.writeString(folder.resolve(file),
                    "-----BEGIN " + what + "-----\n" + body + "\n-----END " + what + "-----\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
