package io.hmsbridge.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The operating system account that PostgreSQL's programs run under, and the command prefixes that make it so.
 * PostgreSQL refuses to run as root, so root hands its programs to the owner of the cluster (at first:
 * {@value #NOBODY}, "nobody"). Everyone else runs them as themselves.
 *
 * @param dropTo the uid and gid to drop to; empty to stay who we are
 */
record ServerAccount(Optional<Integer> dropTo) {
    private static final int NOBODY = 65_534;
    private static final boolean LINUX = Platform.current().isLinux();

    /** The account for the cluster in this folder, which may not exist yet. */
    static ServerAccount of(Path cluster) {
        try {
            if (!LINUX) {
                return new ServerAccount(Optional.empty());
            }
            var self = uid(Path.of("/proc/self"));
            var owner = Files.exists(cluster) ? uid(cluster) : self;
            if (self == 0) {
                return new ServerAccount(Optional.of(owner == 0 ? NOBODY : owner));
            }
            if (owner != self) {
                throw new EmbeddedPostgresException("Data folder " + cluster.getParent() + " belongs to user "
                        + owner + ": start as that user or as root, or choose another --data.");
            }
            return new ServerAccount(Optional.empty());
        } catch (IOException e) {
            throw new EmbeddedPostgresException("Data folder " + cluster.getParent() + ": " + Reason.of(e), e);
        }
    }

    /** Makes a file or folder of ours the account's. */
    void adopt(Path path) throws IOException {
        if (dropTo.isPresent()) {
            Files.setAttribute(path, "unix:uid", dropTo.get());
            Files.setAttribute(path, "unix:gid", dropTo.get());
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
                        + dropTo.get() + " that PostgreSQL runs as for root: open it (chmod o+x " + folder
                        + ") or choose another folder for PostgreSQL's programs.");
            }
        }
    }

    /** The command for a program that ends by itself. */
    List<String> command(List<String> program) {
        return join(dropTo.isPresent() ? drop(List.of()) : List.of(), program);
    }

    /**
     * The command for the server: it is told to stop when the thread that spawned it dies, however that comes, and
     * it has a session of its own, so that Ctrl-C in a terminal reaches us alone and we can close in order.
     */
    List<String> serverCommand(List<String> program) {
        if (!LINUX) {
            return program;
        }
        var session = find("setsid").map(path -> List.of(path.toString())).orElse(List.of());
        var death = List.of("--pdeathsig=INT");
        if (dropTo.isPresent()) {
            return join(join(session, drop(death)), program);
        }
        var bound = setpriv().map(path -> join(List.of(path.toString()), death)).filter(ServerAccount::works);
        return join(join(session, bound.orElse(List.of())), program);
    }

    /**
     * How the programs are told the cluster's folder, given that it is their working directory. A program that
     * dropped its privileges may not walk there from the root (a parent such as /root is closed to it), but it
     * may use the working directory it was started in.
     */
    String clusterArgument(Path cluster) {
        return dropTo.isPresent() ? "/proc/self/cwd" : cluster.toString();
    }

    private List<String> drop(List<String> more) {
        var setpriv = setpriv()
                .orElseThrow(() -> new EmbeddedPostgresException(
                        "PostgreSQL does not run as root, and setpriv (of util-linux) is missing to drop to another "
                                + "user: install util-linux or start as an ordinary user."));
        var id = dropTo.orElseThrow();
        return join(
                join(List.of(setpriv.toString(), "--reuid=" + id, "--regid=" + id, "--clear-groups"), more),
                List.of("--"));
    }

    private static Optional<Path> setpriv() {
        return find("setpriv");
    }

    /** Other makes of setpriv (busybox) know no death signal; the server then runs without it. */
    private static boolean works(List<String> prefix) {
        try {
            return new ProcessBuilder(join(prefix, List.of("true")))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw Interrupts.asException(e);
        }
    }

    private static Optional<Path> find(String program) {
        var path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.concat(Stream.of(path.split(":")), Stream.of("/usr/bin", "/bin"))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static boolean isOpen(Path folder) {
        try {
            return Files.getPosixFilePermissions(folder).contains(PosixFilePermission.OTHERS_EXECUTE);
        } catch (IOException e) {
            throw new EmbeddedPostgresException("Folder " + folder + " cannot be read: " + Reason.of(e), e);
        }
    }

    private static int uid(Path path) throws IOException {
        return (int) Files.getAttribute(path, "unix:uid");
    }

    private static List<String> join(List<String> first, List<String> second) {
        var all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }
}
