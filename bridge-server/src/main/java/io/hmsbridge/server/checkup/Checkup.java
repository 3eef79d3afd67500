package io.hmsbridge.server.checkup;

import io.hmsbridge.core.Bridge;
import io.hmsbridge.core.ledger.Condition;
import io.hmsbridge.core.ledger.Disk;
import io.hmsbridge.core.ledger.LedgerUnavailableException;
import io.hmsbridge.core.mapping.SheetStatus;
import io.hmsbridge.core.outbox.Finding;
import io.hmsbridge.core.outbox.LaneStatus;
import io.hmsbridge.core.outbox.TargetStatus;
import io.hmsbridge.core.plugin.LoadedPlugin;
import io.hmsbridge.core.yaml.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks at what a running server stands on, and says what to do where something is not as it should be. Changes nothing. */
public final class Checkup {

    /** More, and times in the ledger and in what targets are told do not fit together. */
    private static final Duration FARTHEST = Duration.ofSeconds(2);

    /** A server has a file for each connection, plugin and table of its log. */
    private static final long FEWEST_FILES = 4_096;

    /** Of what may be used: people should act while there is some left. */
    private static final double NEARLY_ALL = 0.9;

    private static final long MEGABYTE = 1 << 20;

    private final Bridge bridge;

    public Checkup(Bridge bridge) {
        this.bridge = bridge;
    }

    /** What it finds, at least one finding in each respect. */
    public List<Finding> findings() {
        var findings = new ArrayList<>(database());
        findings.add(disk());
        findings.add(files());
        findings.addAll(plugins());
        findings.addAll(targets());
        findings.addAll(sheets());
        return findings;
    }

    private List<Finding> database() {
        try {
            var condition = bridge.database();
            return List.of(settings(condition), rights(condition), connections(condition), clock(condition.ahead()));
        } catch (LedgerUnavailableException e) {
            return List.of(Finding.failed("database", e.getMessage(),
                    "start it, or mend database.url, database.user and database.password"));
        }
    }

    static Finding settings(Condition condition) {
        var unsafe = Condition.SAFE.stream().filter(name -> condition.settings().get(name).equals("off"))
                .map(name -> name + " = off").toList();
        return unsafe.isEmpty()
                ? Finding.ok("database", "PostgreSQL " + condition.version() + ", set to keep what it is given")
                : Finding.failed("database",
                        "PostgreSQL %s with %s".formatted(condition.version(), String.join(", ", unsafe)),
                        "set to on in postgresql.conf, and reload: a crash may lose what was accepted, or the outbox swells");
    }

    static Finding rights(Condition condition) {
        return condition.lacking().isEmpty() ? Finding.ok("rights", "all tables can be read and written")
                : Finding.failed("rights",
                        "the user may not read and write " + String.join(", ", condition.lacking()),
                        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA hms_bridge to it");
    }

    static Finding connections(Condition condition) {
        var used = "%d of %d connections to the database are in use".formatted(condition.connections(),
                condition.mostConnections());
        return condition.connections() < condition.mostConnections() * NEARLY_ALL ? Finding.ok("connections", used)
                : Finding.failed("connections", used,
                        "raise max_connections, or find the program that keeps them (pg_stat_activity)");
    }

    static Finding clock(Duration ahead) {
        var by = "the database's clock is %d ms %s ours".formatted(Math.abs(ahead.toMillis()),
                ahead.isNegative() ? "behind" : "ahead of");
        return ahead.abs().compareTo(FARTHEST) <= 0 ? Finding.ok("clock", by)
                : Finding.failed("clock", by, "let NTP set both: effective dates and deadlines go by them");
    }

    private Finding disk() {
        return bridge.disk().map(Checkup::disk)
                .orElse(Finding.unknown("disk", "the disk beneath the database is not this machine's to watch"));
    }

    static Finding disk(Disk disk) {
        return disk.isLow() ? Finding.failed("disk", disk.warning(), "free space, or enlarge the disk")
                : Finding.ok("disk", "%,d MB left beneath the database".formatted(disk.free() / MEGABYTE));
    }

    private static Finding files() {
        return OpenFiles.ofThisProcess().map(Checkup::files)
                .orElse(Finding.unknown("files", "the system does not say how many files may be open"));
    }

    static Finding files(OpenFiles files) {
        var text = "%,d of %,d files and connections are open".formatted(files.open(), files.most());
        boolean enough = files.most() >= FEWEST_FILES && files.open() < files.most() * NEARLY_ALL;
        return enough ? Finding.ok("files", text)
                : Finding.failed("files", text,
                        "raise the limit: ulimit -n 65536, or LimitNOFILE=65536 in the unit of systemd");
    }

    private List<Finding> plugins() {
        var refused = bridge.plugins().stream().filter(plugin -> plugin.state() == LoadedPlugin.State.REFUSED)
                .map(plugin -> Finding.failed("plugins",
                        "%s is refused: %s".formatted(plugin.file().getFileName(), plugin.problem()),
                        "put a jar there that can be loaded, or remove it"))
                .toList();
        return orElse(refused, "plugins", "%d loaded".formatted(bridge.plugins().size()));
    }

    private List<Finding> targets() {
        var targets = bridge.lanes().stream().map(LaneStatus::target).toList();
        var standing = targets.stream()
                .filter(target -> target.state() == TargetStatus.State.WAITING
                        || target.state() == TargetStatus.State.PAUSED)
                .map(target -> Finding.failed("targets",
                        "%s sends nothing: %s".formatted(target.name(), target.reason()),
                        "bridge targets test " + target.name()))
                .toList();
        return orElse(standing, "targets", "%d, none stands still".formatted(targets.size()));
    }

    private List<Finding> sheets() {
        var sheets = bridge.mappings();
        var faulty = sheets.stream().flatMap(sheet -> sheet(sheet).stream()).toList();
        return orElse(faulty, "sheets", "%d in force".formatted(sheets.size()));
    }

    /** The first error of a sheet; what it is only warned of keeps nothing from working. */
    private static Optional<Finding> sheet(SheetStatus sheet) {
        return sheet.problems().stream().filter(problem -> problem.severity() == Problem.Severity.ERROR).findFirst()
                .map(problem -> Finding.failed("sheets", problem.summary(), "mend it and save; "
                        + (sheet.live().isPresent() ? "its last good version is in force" : "it is not in force")));
    }

    private static List<Finding> orElse(List<Finding> found, String check, String fine) {
        return found.isEmpty() ? List.of(Finding.ok(check, fine)) : found;
    }
}
