package io.hmsbridge.core.mapping;

import io.hmsbridge.api.Event;
import io.hmsbridge.core.watch.FolderWatch;
import io.hmsbridge.core.yaml.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The mapping sheets of a folder, followed as people change them. A file that is saved takes effect at once and as a whole; of
 * a file with errors the last good version stays in force.
 */
public final class SheetFolder implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SheetFolder.class);
    /** A file is removed that is not there for so many looks after the first. */
    private static final int LOOKS = 10;
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

    /** What becomes of a sheet whose own tests fail. */
    public enum FailingTests {
        /** It is not brought into force. */
        REFUSE,
        /** It is, with a warning. */
        WARN,
        /** Its tests are not run. */
        IGNORE
    }

    /** A sheet as it was read last, and the version of it that is in force. */
    private record Followed(SheetSource.Read read, Optional<LiveSheet> live, List<Problem> problems) {}

    /** How often sheets were brought into force, and refused. */
    public record Loads(long good, long refused) {}

    private final Path folder;
    private final TargetDirectory directory;
    private final SheetArchive archive;
    private final Clock clock;
    private final FailingTests failingTests;
    private final Map<String, Followed> followed = new TreeMap<>();
    private SheetFiles files = SheetFiles.none();
    /** How many packets each version has made since it came into force, by its number. */
    private final Map<Integer, LongAdder> made = new ConcurrentHashMap<>();
    private final LongAdder loaded = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private volatile Sheets sheets = Sheets.NONE;
    private volatile FolderWatch watch;

    public SheetFolder(Path folder, TargetDirectory directory, SheetArchive archive, Clock clock,
            FailingTests failingTests) {
        this.failingTests = failingTests;
        this.folder = folder;
        this.directory = directory;
        this.archive = archive;
        this.clock = clock;
    }

    /** Reads all sheets, and follows the folder from now on. */
    public void open() {
        watch = FolderWatch.startDeep(folder, this::reload);
        reload();
    }

    /** What each target gets of the event, by the sheets now in force; empty if none matches. */
    public List<Mapped> map(Event event) {
        return sheets.map(event);
    }

    /**
     * What each target gets of the event by one version of a sheet, in force or not.
     *
     * @param number of the version
     */
    public List<Mapped> map(Event event, MappingSheet sheet, int number) {
        return new Sheets(List.of(new LiveSheet(sheet, number, clock.instant(), numbers(sheet)))).map(event);
    }

    /** What each sheet in force would make of the event, with all that {@link #map} does not keep. */
    public synchronized List<SheetBench.Tried> tryOut(Event event) {
        return followed.values().stream().flatMap(f -> f.live.stream())
                .map(live -> SheetBench.tryOut(live.sheet(), event)).filter(SheetBench.Tried::matched).toList();
    }

    /** A packet was made for good by the sheet's version of this number. */
    public void made(int version) {
        var count = made.get(version);
        if (count != null) {
            count.increment();
        }
    }

    /** Where the sheets lie. */
    public Path folder() {
        return folder;
    }

    /** How every sheet stands. */
    public synchronized List<SheetStatus> status() {
        return followed.entrySet().stream().map(entry -> {
            var live = entry.getValue().live
                    .map(l -> new SheetStatus.Live(l.sheet().sourceEvent(), l.sheet().version().shortHash(),
                            l.sheet().targets().stream().map(TargetMapping::target).toList(), l.since(),
                            made.getOrDefault(l.number(), new LongAdder()).sum()));
            return new SheetStatus(entry.getKey(), live, entry.getValue().problems);
        }).toList();
    }

    /** How often a sheet was read and brought into force, or refused. */
    public Loads loads() {
        return new Loads(loaded.sum(), refused.sum());
    }

    /** Other connectors are on offer: has sheets that something is wrong with checked again within about a second. */
    public void connectorsChanged() {
        var current = watch;
        if (current != null) { // else they are read for the first time soon
            current.lookAgain();
        }
    }

    /** Reads what has changed. Called by the watch, and when declared targets have changed. */
    public synchronized void reload() {
        try {
            files = look();
        } catch (IOException e) {
            LOG.atWarn().addKeyValue("folder", folder)
                    .log("the mappings folder cannot be read; its sheets stay in force: {}", e.toString());
            return;
        }
        followed.keySet().removeIf(name -> {
            boolean gone = !files.sheets().containsKey(name);
            if (gone) {
                LOG.atInfo().addKeyValue("sheet", name).log("sheet removed");
            }
            return gone;
        });
        followFiles();
        if (followed.values().stream().anyMatch(f -> !f.problems.isEmpty())) {
            followFiles(); // one may have waited for another that was read after it
        }
        var live = followed.values().stream().flatMap(f -> f.live.stream()).toList();
        directory.lanes(lanes(live));
        sheets = new Sheets(live);
    }

    private static Map<String, LaneWords> lanes(List<LiveSheet> live) {
        var said = new HashMap<String, LaneWords>();
        live.forEach(sheet -> sheet.sheet().targets().forEach(
                target -> said.merge(target.target(), target.says(), LaneWords::and)));
        return said;
    }

    /** Some programs save a file by deleting it first: what is not there is looked for again before it counts as removed. */
    private SheetFiles look() throws IOException {
        var now = SheetFiles.in(folder, files);
        for (int i = 0; i < LOOKS && now.lacksAnyOf(files); i++) {
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
            now = SheetFiles.in(folder, files);
        }
        return now;
    }

    private void followFiles() {
        files.sheets().forEach((name, yaml) -> follow(
                new SheetSource(name, yaml, files.testsOf(name), files.beside(name))));
    }

    private void follow(SheetSource source) {
        var name = source.name();
        var before = followed.get(name);
        boolean same = before != null && before.read.isStill(source);
        if (same && before.problems.isEmpty()) {
            return;
        }
        var read = same ? before.read : source.read();
        var problems = problems(read);
        boolean good = problems.stream().noneMatch(p -> p.severity() == Problem.Severity.ERROR);
        var last = before == null ? Optional.<LiveSheet>empty() : before.live;
        var live = good ? Optional.of(live(read.reading().draft(), last))
                : before != null ? last : archive.last(name).map(sheet -> live(sheet, last)); // a restart keeps it too
        followed.put(name, new Followed(read, live, problems));
        if (!same || !before.problems.equals(problems) || !before.live.equals(live)) {
            (good ? loaded : refused).increment();
            report(name, last, live, problems, good);
        }
    }

    private List<Problem> problems(SheetSource.Read read) {
        var problems =
                new ArrayList<>(new SheetCheck(directory, false).check(read.reading(), others(read.source().name())));
        if (failingTests != FailingTests.IGNORE && (!read.tests().isEmpty() || !read.testProblems().isEmpty())) {
            problems.addAll(read.testProblems());
            SheetBench.test(read).report().ifPresent(report -> read.tests().forEach(test -> report.results().stream()
                    .filter(result -> !result.passed() && result.name().equals(test.name())).findFirst()
                    .ifPresent(result -> problems.add(failed(test, result)))));
        }
        return problems;
    }

    private Problem failed(SheetTest test, TestReport.Result result) {
        var message = "the test `" + test.name() + "` fails: " + result.differences().getFirst();
        var mend = "See `bridge mappings test` for all of it.";
        return failingTests == FailingTests.REFUSE ? test.position().error(message, mend)
                : test.position().warning(message, mend);
    }

    private LiveSheet live(MappingSheet sheet, Optional<LiveSheet> last) {
        if (last.isPresent() && last.get().sheet().equals(sheet)) {
            return last.get();
        }
        int number = archive.register(sheet);
        made.put(number, new LongAdder());
        return new LiveSheet(sheet, number, clock.instant(), numbers(sheet));
    }

    private List<Integer> numbers(MappingSheet sheet) {
        return sheet.targets().stream()
                .map(t -> directory.number(t.target(), directory.declaredConnector(t.target()).orElse(t.connector())))
                .toList();
    }

    private Collection<MappingSheet> others(String name) {
        var others = new ArrayList<MappingSheet>(followed.size());
        followed.forEach((other, sheet) -> {
            if (sheet.live.isPresent() && !other.equals(name)) {
                others.add(sheet.live.get().sheet());
            }
        });
        return others;
    }

    private static void report(String name, Optional<LiveSheet> before, Optional<LiveSheet> now, List<Problem> found,
            boolean good) {
        var problems = found.stream().map(Problem::summary).collect(Collectors.joining("; "));
        if (!good) {
            LOG.atWarn().addKeyValue("sheet", name).log("sheet refused{}: {}",
                    now.isPresent() ? ", its last good version stays in force" : "", problems);
            return;
        }
        var changes = before.map(b -> SheetChanges.between(b.sheet(), now.orElseThrow().sheet())).orElse("");
        var log = (problems.isEmpty() ? LOG.atInfo() : LOG.atWarn()).addKeyValue("sheet", name)
                .addKeyValue("version", now.orElseThrow().sheet().version());
        log.log("sheet in force{}{}", changes.isEmpty() ? "" : ", changed: " + changes,
                problems.isEmpty() ? "" : ": " + problems);
    }

    @Override
    public void close() {
        if (watch != null) {
            watch.close();
        }
    }
}
