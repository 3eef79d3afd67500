package io.hmsbridge.core.mapping;

import io.hmsbridge.api.Event;
import io.hmsbridge.core.watch.FolderWatch;
import io.hmsbridge.core.yaml.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The mapping sheets of a folder, followed as people change them. A file that is saved takes effect at once and as a whole; of
 * a file with errors the last good version stays in force.
 */
public final class SheetFolder implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SheetFolder.class);

    /** A file as it is now, and the version of it that is in force. */
    private record Followed(MappingSheet.Version file, Optional<LiveSheet> live, List<Problem> problems) {}

    private final Path folder;
    private final TargetDirectory directory;
    private final SheetArchive archive;
    private final Clock clock;
    private final Map<String, Followed> followed = new TreeMap<>();
    private volatile Sheets sheets = Sheets.NONE;
    private FolderWatch watch;

    public SheetFolder(Path folder, TargetDirectory directory, SheetArchive archive, Clock clock) {
        this.folder = folder;
        this.directory = directory;
        this.archive = archive;
        this.clock = clock;
    }

    /** Reads all sheets, and follows the folder from now on. */
    public void open() {
        watch = FolderWatch.start(folder, this::reload);
        reload();
    }

    /** What each target gets of the event, by the sheets now in force; empty if none matches. */
    public List<Mapped> map(Event event) {
        return sheets.map(event);
    }

    /** How every sheet stands. */
    public synchronized List<SheetStatus> status() {
        return followed.entrySet().stream().map(entry -> {
            var live = entry.getValue().live
                    .map(l -> new SheetStatus.Live(l.sheet().sourceEvent(), l.sheet().version().shortHash(),
                            l.sheet().targets().stream().map(TargetMapping::target).toList(), l.since()));
            return new SheetStatus(entry.getKey(), live, entry.getValue().problems);
        }).toList();
    }

    /** Reads what has changed. Called by the watch, and when connectors or declared targets have changed. */
    public synchronized void reload() {
        Map<String, byte[]> files;
        try {
            files = files();
        } catch (IOException e) {
            LOG.atWarn().addKeyValue("folder", folder)
                    .log("the mappings folder cannot be read; its sheets stay in force: {}", e.toString());
            return;
        }
        followed.keySet().removeIf(name -> {
            boolean gone = !files.containsKey(name);
            if (gone) {
                LOG.atInfo().addKeyValue("sheet", name).log("sheet removed");
            }
            return gone;
        });
        files.forEach(this::follow);
        sheets = new Sheets(followed.values().stream().flatMap(f -> f.live.stream()).toList());
    }

    private void follow(String name, byte[] content) {
        var version = MappingSheet.Version.of(content);
        var before = followed.get(name);
        if (before != null && before.file.equals(version) && before.problems.isEmpty()) {
            return;
        }
        var reading = SheetReader.read(name, content);
        var problems = reading.sheet().map(sheet -> new SheetCheck(directory).check(sheet, others(name)))
                .orElse(reading.problems());
        boolean good = problems.stream().noneMatch(p -> p.severity() == Problem.Severity.ERROR);
        var last = before == null ? Optional.<LiveSheet>empty() : before.live;
        var live = good ? Optional.of(live(reading.sheet().orElseThrow(), last))
                : before != null ? last : archive.last(name).map(sheet -> live(sheet, last)); // a restart keeps it too
        var now = new Followed(version, live, problems);
        if (!now.equals(followed.put(name, now))) {
            report(name, now, good);
        }
    }

    private LiveSheet live(MappingSheet sheet, Optional<LiveSheet> last) {
        if (last.isPresent() && last.get().sheet().equals(sheet)) {
            return last.get();
        }
        var targets = sheet.targets().stream()
                .map(t -> directory.number(t.target(), directory.declaredConnector(t.target()).orElse(t.connector())))
                .toList();
        return new LiveSheet(sheet, archive.register(sheet), clock.instant(), targets);
    }

    private Collection<MappingSheet> others(String name) {
        return followed.entrySet().stream().filter(entry -> !entry.getKey().equals(name))
                .flatMap(entry -> entry.getValue().live.stream())
                .map(LiveSheet::sheet).toList();
    }

    private static void report(String name, Followed now, boolean good) {
        var problems = now.problems.stream().map(Problem::summary).collect(Collectors.joining("; "));
        if (!good) {
            LOG.atWarn().addKeyValue("sheet", name).log("sheet refused{}: {}",
                    now.live.isPresent() ? ", its last good version stays in force" : "", problems);
        } else if (problems.isEmpty()) {
            LOG.atInfo().addKeyValue("sheet", name).addKeyValue("version", now.file).log("sheet in force");
        } else {
            LOG.atWarn().addKeyValue("sheet", name).addKeyValue("version", now.file).log("sheet in force: {}",
                    problems);
        }
    }

    private Map<String, byte[]> files() throws IOException {
        var files = new TreeMap<String, byte[]>();
        List<Path> paths;
        try (var list = Files.list(folder)) {
            paths = list.filter(SheetFolder::isSheet).toList();
        }
        for (var path : paths) {
            try {
                files.put(path.getFileName().toString(), Files.readAllBytes(path));
            } catch (NoSuchFileException e) {
                LOG.atDebug().addKeyValue("sheet", path.getFileName()).log("gone since it was listed", e);
            }
        }
        return files;
    }

    private static boolean isSheet(Path path) {
        var name = path.getFileName().toString();
        return (name.endsWith(".yaml") || name.endsWith(".yml")) && !name.startsWith(".") && Files.isRegularFile(path);
    }

    @Override
    public void close() {
        if (watch != null) {
            watch.close();
        }
    }
}
