package io.hmsbridge.server.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.util.Base64;

/**
 * A certificate that issued itself, for this machine, and its key; made by the JDK's keytool.
 *
 * @param certificate a PEM file, also of the authority to trust
 * @param key         a PEM file in PKCS #8
 */
public record TestCertificate(Path certificate, Path key) {

    private static final String PASSWORD = "changeit";

    /** Valid for 90 days from yesterday on. */
    public static TestCertificate in(Path folder, String name) throws Exception {
        return in(folder, name, "EC", -1, 90);
    }

    /** @param start in days from today, and for how many days it is valid */
    public static TestCertificate in(Path folder, String name, String kind, int start, int days) throws Exception {
        var store = folder.resolve(name + ".p12");
        var log = folder.resolve(name + ".log");
        var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        var process = new ProcessBuilder(keytool, "-genkeypair", "-alias", "own", "-keyalg", kind, "-dname",
                "CN=" + name, "-ext", "san=ip:127.0.0.1,dns:localhost", "-startdate", "%+dd".formatted(start),
                "-validity", String.valueOf(days), "-keystore", store.toString(), "-storetype", "PKCS12",
                "-storepass", PASSWORD).redirectErrorStream(true).redirectOutput(log.toFile()).start();
        if (process.waitFor() != 0) {
            throw new IOException(Files.readString(log));
        }
        var keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
        return new TestCertificate(
                pem(folder.resolve(name + ".pem"), "CERTIFICATE", keys.getCertificate("own").getEncoded()),
                pem(folder.resolve(name + "-key.pem"), "PRIVATE KEY",
                        keys.getKey("own", PASSWORD.toCharArray()).getEncoded()));
    }

    private static Path pem(Path file, String what, byte[] der) throws IOException {
        var body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return Files.writeString(file, "-----BEGIN " + what + "-----\n" + body + "\n-----END " + what + "-----\n");
    }

    /** Puts a copy of both files in the place of another's. */
    public void replace(TestCertificate other) throws IOException {
        replace(key, other.key);
        replace(certificate, other.certificate);
    }

    /** Puts a copy in the place of a file, whole. */
    public static void replace(Path source, Path place) throws IOException {
        var copy = Files.copy(source, place.resolveSibling(place.getFileName() + ".new"),
                StandardCopyOption.REPLACE_EXISTING);
        Files.move(copy, place, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
