package io.hmsbridge.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PostgreSQL's own data folder: made on first use, checked on every other. It is made under another name and renamed
 * when it is whole, so a start that was cut short is simply begun again.
 */
record Cluster(DataFolder folder, PostgresPrograms programs) {
    static final String USER = "bridge";
    static final String DATABASE = "bridge";

    private static final Logger LOG = LoggerFactory.getLogger(Cluster.class);
    private static final int PASSWORD_BYTES = 32;

    /** The bridge alone, from this machine only, by password; also for logical replication. */
    private static final String ACCESS = """
            host all %1$s 127.0.0.1/32 scram-sha-256
            host replication %1$s 127.0.0.1/32 scram-sha-256
            """.formatted(USER);

    static Cluster in(DataFolder folder, PostgresPrograms programs) {
        try {
            if (Files.isDirectory(folder.cluster())) {
                requireMajorVersion(folder, programs.majorVersion());
            } else {
                create(folder, programs);
            }
            return new Cluster(folder, programs);
        } catch (IOException e) {
            throw new EmbeddedPostgresException(
                    "Data folder " + folder.path() + " cannot be used: " + Reason.of(e), e);
        }
    }

    Path path() {
        return folder.cluster();
    }

    String password() {
        try {
            return Files.readString(folder.password()).strip();
        } catch (IOException e) {
            throw new EmbeddedPostgresException(
                    "The database password of data folder " + folder.path() + " cannot be read: " + Reason.of(e), e);
        }
    }

    private static void requireMajorVersion(DataFolder folder, String ours) throws IOException {
        var theirs = Files.readString(folder.cluster().resolve("PG_VERSION")).strip();
        if (!theirs.equals(ours)) {
            throw new EmbeddedPostgresException("Data folder " + folder.path() + " was made by PostgreSQL " + theirs
                    + ", this is PostgreSQL " + ours + ". Move the data over with pg_dump, or choose another --data.");
        }
    }

    private static void create(DataFolder folder, PostgresPrograms programs) throws IOException {
        LOG.info("creating a PostgreSQL cluster in {}", folder.path());
        var unfinished = folder.path().resolve("cluster.unfinished");
        Folders.delete(unfinished);
        Files.createDirectory(unfinished);
        programs.account().adopt(unfinished);
        programs.run(unfinished, "initdb", initdb(), "");
        Files.writeString(
                unfinished.resolve("pg_hba.conf"),
                ACCESS,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE,
                StandardOpenOption.DSYNC);
        programs.run(unfinished, "postgres", List.of("--single", "postgres"), owner(newPassword(folder.password())));
        Files.move(unfinished, folder.cluster(), StandardCopyOption.ATOMIC_MOVE);
        Folders.sync(folder.path());
    }

    /**
     * The bridge owns its database, may back the cluster up, and is no superuser. Errors go to its sessions and stay out of the server's log:
     * they may quote values, and payloads are never logged. What makes weak passwords dear to guess is of no use to one of 256 random bits,
     * and took most of the time that it takes to connect. The single-user server takes a statement a line.
     */
    private static String owner(String password) {
        return """
                SET scram_iterations = 1
                CREATE ROLE %1$s LOGIN REPLICATION PASSWORD '%2$s'
                GRANT pg_monitor TO %1$s
                GRANT EXECUTE ON FUNCTION pg_backup_start(text, boolean), pg_backup_stop(boolean) TO %1$s
                ALTER ROLE %1$s SET log_min_messages = 'log'
                CREATE DATABASE %3$s OWNER %1$s
                """.formatted(USER, password, DATABASE);
    }

    /** The built-in locale sorts and folds case alike on every machine, whatever its C library is. */
    private static List<String> initdb() {
        return List.of(
                "--username=postgres",
                "--auth=reject",
                "--encoding=UTF8",
                "--no-locale",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--no-instructions");
    }

    private static String newPassword(Path file) throws IOException {
        var bytes = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(bytes);
        var password = HexFormat.of().formatHex(bytes);
        Files.deleteIfExists(file);
        if (Platform.current().isWindows()) {
            Files.createFile(file);
        } else {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        Files.writeString(file, password, StandardOpenOption.WRITE, StandardOpenOption.DSYNC);
        return password;
    }
}
