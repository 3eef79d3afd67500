package io.hmsbridge.postgres;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.Set;

/**
 * A base backup of an embedded PostgreSQL while it runs, as {@code pg_basebackup} makes one: its files, and the log (WAL) that was
 * written meanwhile, which together are the cluster as it was when the backup ended. It is a folder with the same layout as a data
 * folder's, and holds the file {@code complete} once it is whole.
 */
public final class BaseBackup {

    private static final String COMPLETE = "complete";
    private static final String LABEL = "backup_label";
    private static final String WAL = "pg_wal";

    /** What PostgreSQL makes anew at each start; their folders must be there, empty. */
    private static final Set<String> EMPTY = Set.of(WAL, "pg_replslot", "pg_dynshmem", "pg_notify", "pg_serial",
            "pg_snapshots", "pg_stat_tmp", "pg_subtrans");
    private static final Set<String> LEFT_OUT = Set.of("postmaster.pid", "postmaster.opts", LABEL, "pg_internal.init");

    private BaseBackup() {}

    /**
     * Takes one of the server that runs on a data folder. The server goes on meanwhile.
     *
     * @param into a folder that is not there yet
     * @throws EmbeddedPostgresException if no server runs there, or one of the folders cannot be used
     */
    public static void take(Path dataFolder, Path into) {
        var cluster = dataFolder.resolve("cluster");
        try {
            int port = PostmasterPid.port(cluster).orElseThrow(() -> new EmbeddedPostgresException("No server runs on "
                    + dataFolder + ". Start it; or, while it is stopped, copy the whole folder."));
            if (Files.exists(into)) {
                throw new EmbeddedPostgresException(into + " is there already. Choose a folder that is not.");
            }
            Files.createDirectories(into.toAbsolutePath().getParent());
            createPrivate(into);
            copy(dataFolder.resolve("password"), into.resolve("password"));
            try (var connection = connect(dataFolder, port)) {
                take(connection, cluster, into.resolve("cluster"));
            }
            Files.createFile(into.resolve(COMPLETE));
            Folders.sync(into);
        } catch (IOException e) {
            throw new EmbeddedPostgresException("The backup into " + into + " failed: " + Reason.of(e), e);
        } catch (SQLException e) {
            throw new EmbeddedPostgresException("The backup of " + dataFolder + " failed: " + e.getMessage(), e);
        }
    }

    private static Connection connect(Path dataFolder, int port) throws SQLException, IOException {
        // Whether a function may be called is said in each database of its own: here it was granted in this one.
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/postgres", Cluster.USER,
                Files.readString(dataFolder.resolve("password")).strip());
    }

    private static void take(Connection connection, Path cluster, Path into) throws SQLException, IOException {
        try (var statement = connection.createStatement()) {
            // Keeps the log until it is copied; goes with this connection.
            statement.execute("select pg_create_physical_replication_slot('hms_bridge_backup', true, true)");
            statement.execute("select pg_backup_start('hms-bridge', true)");
            copyTree(cluster, into, EMPTY);
            String label;
            try (var stopped = statement.executeQuery("select labelfile from pg_backup_stop(false)")) {
                stopped.next();
                label = stopped.getString(1);
            }
            copyTree(cluster.resolve(WAL), into.resolve(WAL), Set.of());
            Files.writeString(into.resolve(LABEL), label, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW,
                    StandardOpenOption.WRITE, StandardOpenOption.DSYNC);
        }
    }

    /**
     * Puts a backup in the place of a data folder that is not there any more.
     *
     * @throws EmbeddedPostgresException if the backup is not whole, or the data folder is there
     */
    public static void restore(Path backup, Path dataFolder) {
        try {
            if (!Files.exists(backup.resolve(COMPLETE))) {
                throw new EmbeddedPostgresException(backup + " is no backup, or one that was not finished.");
            }
            if (Files.exists(dataFolder)) {
                throw new EmbeddedPostgresException(
                        dataFolder + " is there. Move it away first: a restore does not write over a database.");
            }
            var parent = dataFolder.toAbsolutePath().getParent();
            Files.createDirectories(parent);
            var unfinished = parent.resolve(dataFolder.getFileName() + ".unfinished");
            Folders.delete(unfinished);
            Files.createDirectory(unfinished);
            copy(backup.resolve("password"), unfinished.resolve("password"));
            copyTree(backup.resolve("cluster"), unfinished.resolve("cluster"), Set.of());
            adopt(unfinished.resolve("cluster"));
            Files.move(unfinished, dataFolder, StandardCopyOption.ATOMIC_MOVE);
            Folders.sync(parent);
        } catch (IOException e) {
            throw new EmbeddedPostgresException("The backup " + backup + " cannot be restored: " + Reason.of(e), e);
        }
    }

    private static void adopt(Path cluster) throws IOException {
        var account = ServerAccount.of(cluster);
        try (var tree = Files.walk(cluster)) {
            for (var path : tree.toList()) {
                account.adopt(path);
            }
        }
    }

    /** @param empty folders of which what is in them is left out */
    private static void copyTree(Path from, Path to, Set<String> empty) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                var copy = to.resolve(from.relativize(folder).toString());
                if (!Files.isDirectory(copy)) {
                    createPrivate(copy);
                }
                boolean left = folder.getParent().equals(from) && empty.contains(folder.getFileName().toString());
                return left ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                var name = file.getFileName().toString();
                if (attributes.isRegularFile() && !name.startsWith("pgsql_tmp")
                        && (empty.isEmpty() || !LEFT_OUT.contains(name))) {
                    try {
                        copy(file, to.resolve(from.relativize(file).toString()));
                    } catch (NoSuchFileException e) {
                        return goneMeanwhile(file, e);
                    }
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                return goneMeanwhile(file, e);
            }
        });
    }

    /** The log says what became of a file that a running server has removed. */
    private static FileVisitResult goneMeanwhile(Path file, IOException e) throws IOException {
        if (Files.exists(file)) {
            throw e;
        }
        return FileVisitResult.CONTINUE;
    }

    /** What the server writes while a file is read is in the log as well: any mixture of old and new pages will do. */
    private static void copy(Path from, Path to) throws IOException {
        try (var in = FileChannel.open(from, StandardOpenOption.READ);
                var out = FileChannel.open(to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            if (isPosix(to)) {
                Files.setPosixFilePermissions(to,
                        EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
            }
            long size = in.size();
            for (long at = 0, n; at < size && (n = in.transferTo(at, size - at, out)) > 0; at += n) {
                continue;
            }
            out.force(true);
        }
    }

    private static void createPrivate(Path folder) throws IOException {
        Files.createDirectory(folder);
        if (isPosix(folder)) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
    }

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
