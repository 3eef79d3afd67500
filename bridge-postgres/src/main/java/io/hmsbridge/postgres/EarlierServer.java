package io.hmsbridge.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a server that was not closed left in the cluster. We hold the data folder's lock, so no bridge is using it:
 * a server that still runs on it is on its way out, or an orphan where the system has no death signal.
 */
final class EarlierServer {
    private static final Logger LOG = LoggerFactory.getLogger(EarlierServer.class);

    private EarlierServer() {}

    /**
     * Ends such a server and waits for its end.
     *
     * @return the process id it left behind, if that now is a process which has nothing to do with it
     */
    static OptionalLong settle(Cluster cluster) {
        try {
            var left = PostmasterPid.read(cluster.path());
            if (left.isEmpty()) {
                // PostgreSQL does not start over a file that was cut short by a power cut.
                Files.deleteIfExists(PostmasterPid.file(cluster.path()));
                return OptionalLong.empty();
            }
            return ProcessHandle.of(left.get().pid())
                    .map(process -> settle(process, cluster))
                    .orElse(OptionalLong.empty());
        } catch (IOException e) {
            throw new EmbeddedPostgresException(
                    "Data folder " + cluster.folder().path() + " cannot be used: " + Reason.of(e), e);
        }
    }

    private static OptionalLong settle(ProcessHandle process, Cluster cluster) {
        var arguments = process.info().arguments().map(List::of);
        if (arguments.isEmpty()) {
            // The system does not tell. PostgreSQL decides by itself, and refuses if in doubt.
            return OptionalLong.empty();
        }
        if (!arguments.get().contains(ServerSettings.mark(cluster.path()))) {
            return OptionalLong.of(process.pid());
        }
        LOG.info("waiting for the end of an earlier PostgreSQL on this data folder, pid={}", process.pid());
        Shutdown.of(process, cluster);
        return OptionalLong.empty();
    }
}
