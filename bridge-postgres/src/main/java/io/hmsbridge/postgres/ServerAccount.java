package io.hmsbridge.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The operating system account that PostgreSQL's programs run under, and the command lines that make it so.
 * PostgreSQL refuses to run as root, so root hands its programs to the owner of the cluster (at first: 65534,
 * "nobody"). Everyone else runs them as themselves.
 *
 * @param dropTo the uid and gid to drop to; empty to stay who we are
 */
record ServerAccount(OptionalInt dropTo) {
    private static final int NOBODY = 65_534;
    private static final boolean LINUX = Platform.current().isLinux();

    /** The account for the cluster in this folder, which may not exist yet. */
    static ServerAccount of(Path cluster) {
        if (!LINUX) {
            return new ServerAccount(OptionalInt.empty());
        }
        try {
            var self = Folders.self();
            var owner = Files.exists(cluster) ? Folders.owner(cluster) : self;
            if (self == 0) {
                return new ServerAccount(OptionalInt.of(owner == 0 ? NOBODY : owner));
            }
            if (owner != self) {
                throw new EmbeddedPostgresException("Data folder " + cluster.getParent() + " belongs to user " + owner
                        + ". Start as that user or as root, or choose another --data.");
            }
            return new ServerAccount(OptionalInt.empty());
        } catch (IOException e) {
            throw new EmbeddedPostgresException("Data folder " + cluster.getParent() + ": " + Reason.of(e), e);
        }
    }

    /** Makes a file or folder of ours the account's. */
    void adopt(Path path) throws IOException {
        if (dropTo.isPresent()) {
            Files.setAttribute(path, "unix:uid", dropTo.getAsInt());
            Files.setAttribute(path, "unix:gid", dropTo.getAsInt());
        }
    }

    /** Refuses programs in a folder that the account could not reach, naming the parent that is in the way. */
    void requireReach(Path programs) {
        if (dropTo.isEmpty()) {
            return;
        }
        for (var folder = programs; folder != null; folder = folder.getParent()) {
            if (!isOpen(folder)) {
                throw new EmbeddedPostgresException("Folder " + folder + " is closed to the unprivileged user "
                        + dropTo.getAsInt() + " that PostgreSQL runs as for root: open it (chmod o+x " + folder
                        + ") or choose another folder for PostgreSQL's programs.");
            }
        }
    }

    /** The command line for a program that ends by itself, or with us. */
    List<String> command(List<String> program) {
        return join(prefix("KILL"), program);
    }

    /**
     * The command line for the server: it stops in order when the thread that spawned it dies, however that comes;
     * and it has a session of its own, so that Ctrl-C in a terminal reaches us alone and we can close in order.
     */
    List<String> serverCommand(List<String> program) {
        var session = LINUX ? Setpriv.onPath("setsid") : Optional.<Path>empty();
        return join(session.map(path -> List.of(path.toString())).orElse(List.of()), join(prefix("INT"), program));
    }

    /**
     * How the programs are told the cluster's folder, given that it is their working directory. A program that
     * dropped its privileges may not walk there from the root (a parent such as /root is closed to it), but it
     * may use the working directory it was started in.
     */
    String clusterArgument(Path cluster) {
        return dropTo.isPresent() ? "/proc/self/cwd" : cluster.toString();
    }

    private List<String> prefix(String deathSignal) {
        if (!LINUX) {
            return List.of();
        }
        var setpriv = Setpriv.find();
        if (dropTo.isEmpty()) {
            return setpriv.map(found -> found.sameUser(deathSignal)).orElse(List.of());
        }
        return setpriv.map(found -> found.user(dropTo.getAsInt(), deathSignal))
                .orElseThrow(() -> new EmbeddedPostgresException(
                        "PostgreSQL does not run as root, and setpriv is missing to run it as another user."
                                + " Install util-linux or start as an ordinary user."));
    }

    private static boolean isOpen(Path folder) {
        try {
            return Files.getPosixFilePermissions(folder).contains(PosixFilePermission.OTHERS_EXECUTE);
        } catch (IOException e) {
            throw new EmbeddedPostgresException("Folder " + folder + " cannot be read: " + Reason.of(e), e);
        }
    }

    private static List<String> join(List<String> first, List<String> second) {
        var all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }
}
