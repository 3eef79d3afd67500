package io.hmsbridge.core;

import io.hmsbridge.api.ConnectorFactory;
import io.hmsbridge.core.calendar.Windows;
import io.hmsbridge.core.egress.Egress;
import io.hmsbridge.core.governance.Governance;
import io.hmsbridge.core.ledger.CommitListener;
import io.hmsbridge.core.ledger.Database;
import io.hmsbridge.core.ledger.GroupCommit;
import io.hmsbridge.core.ledger.Keeping;
import io.hmsbridge.core.ledger.LedgerUnavailableException;
import io.hmsbridge.core.ledger.Node;
import io.hmsbridge.core.ledger.PostgresLedger;
import io.hmsbridge.core.ledger.Watermark;
import io.hmsbridge.core.mapping.SheetFolder;
import io.hmsbridge.core.outbox.Outbox;
import io.hmsbridge.core.outbox.TargetSpec;
import io.hmsbridge.core.outbox.Waker;
import io.hmsbridge.core.plugin.Connectors;
import io.hmsbridge.core.plugin.LastGood;
import io.hmsbridge.core.plugin.Pin;
import io.hmsbridge.core.plugin.PluginHost;
import io.hmsbridge.core.plugin.PluginTrust;
import io.hmsbridge.core.plugin.WantedVersions;
import io.hmsbridge.core.replay.Replays;
import io.hmsbridge.core.time.ThreadTimer;
import io.hmsbridge.core.trace.Tracing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

/** Describes a bridge, step by step, and opens it. Needed are a database and a folder of mapping sheets. */
public final class BridgeBuilder {

    private Supplier<Database> database;
    private Path mappings;
    private Path plugins;
    private PluginTrust trust = PluginTrust.ANY;
    private PluginHost.Downgrades downgrades = PluginHost.Downgrades.REFUSE;
    private List<Pin> accepted = List.of();
    private Path workFolder;
    private final List<ConnectorFactory> connectors = new ArrayList<>();
    private final List<TargetSpec> targets = new ArrayList<>();
    private final Map<String, Windows> windows = new HashMap<>();
    private final List<String> networks = new ArrayList<>();
    private CommitListener listener = CommitListener.NONE;
    private Tracing tracing = Tracing.NONE;
    private Governance governance = Governance.ALLOW_ALL;
    private Function<String, String> environment = System::getenv;
    private String node = "node-" + ProcessHandle.current().pid();
    private Duration leaseTerm = Duration.ofSeconds(10);
    private Keeping keeping = Keeping.DEFAULT;
    private Duration widestReplay = Duration.ofDays(31);
    private Clock clock = Clock.systemUTC();
    private Path databaseFolder;
    private long minFree;
    private SheetFolder.FailingTests failingTests = SheetFolder.FailingTests.REFUSE;

    private BooleanSupplier held = () -> false;

    BridgeBuilder() {}

    /** Where the ledger lives: PostgreSQL 15 or newer. */
    public BridgeBuilder database(String url, String user, String password) {
        var known = new Database(url, user, password);
        return database(() -> known);
    }

    /** Where the ledger is, as is asked when the bridge is opened, while plugins are loaded already. */
    public BridgeBuilder database(Supplier<Database> where) {
        database = where;
        return this;
    }

    /** The folder of mapping sheets, followed as people change them. */
    public BridgeBuilder mappings(Path folder) {
        mappings = folder;
        return this;
    }

    /** What becomes of a sheet whose own tests fail; unless said otherwise it is not brought into force. */
    public BridgeBuilder failingTests(SheetFolder.FailingTests what) {
        failingTests = what;
        return this;
    }

    /** The folder of connector plugins, followed as people drop jars into it. */
    public BridgeBuilder plugins(Path folder) {
        plugins = folder;
        return this;
    }

    /** Where plugins are copied before they are loaded; by default a temporary folder. */
    public BridgeBuilder workFolder(Path folder) {
        workFolder = folder;
        return this;
    }

    /** Which plugin files may be loaded; unless said otherwise any. */
    public BridgeBuilder trust(PluginTrust which) {
        trust = which;
        return this;
    }

    /** What becomes of an older version put over the jar of a plugin that runs; unless said otherwise it is refused. */
    public BridgeBuilder downgrades(PluginHost.Downgrades which) {
        downgrades = which;
        return this;
    }

    /** Which versions of plugins targets without a pin follow; of plugins that no pin is about, and unless said otherwise, any. */
    public BridgeBuilder acceptVersions(List<Pin> pins) {
        accepted = List.copyOf(pins);
        return this;
    }

    /** A connector of the embedding program itself. */
    public BridgeBuilder connector(ConnectorFactory factory) {
        connectors.add(factory);
        return this;
    }

    /** Targets with settings of their own; all others that sheets name get their connector's defaults. */
    public BridgeBuilder targets(Collection<TargetSpec> declared) {
        targets.addAll(declared);
        return this;
    }

    /** Windows that targets share, and sheets name. */
    public BridgeBuilder windows(Map<String, Windows> shared) {
        windows.putAll(shared);
        return this;
    }

    /** Private networks, as CIDRs, in which targets that are not declared may be reached; without any, public ones only. */
    public BridgeBuilder networks(String... cidrs) {
        networks.addAll(List.of(cidrs));
        return this;
    }

    /** Vets every packet; by default everything passes. */
    public BridgeBuilder governance(Governance vetting) {
        governance = vetting;
        return this;
    }

    /** Is told of each commit, to count what happens. */
    public BridgeBuilder onCommit(CommitListener told) {
        listener = new HarmlessListener(told);
        return this;
    }

    /** Is told of the way of each event; by default nobody is. */
    public BridgeBuilder tracing(Tracing told) {
        tracing = told;
        return this;
    }

    /** Looks up environment variables for settings that name one; null for none. */
    public BridgeBuilder environment(Function<String, String> lookup) {
        environment = lookup;
        return this;
    }

    /** Names this process among those that share the database. */
    public BridgeBuilder node(String name) {
        node = name;
        return this;
    }

    /**
     * How long a process that has gone silent keeps its lanes, 10 seconds unless said otherwise; the same for all that share the
     * database. Shorter means that others take over sooner, and that a pause of the process costs it its lanes.
     */
    public BridgeBuilder leaseTerm(Duration term) {
        leaseTerm = term;
        return this;
    }

    /** While this is so, the time-outs of connectors do not run: someone looks at them with a debugger. */
    public BridgeBuilder holdingTimeouts(BooleanSupplier debugged) {
        held = debugged;
        return this;
    }

    /** What the ledger may let go, and when; the same for all that share the database. */
    public BridgeBuilder keeping(Keeping what) {
        keeping = what;
        return this;
    }

    /** By which clock windows open and close, and effective dates come: the machine's unless said otherwise. */
    public BridgeBuilder clock(Clock newClock) {
        clock = newClock;
        return this;
    }

    /** The longest window that a replay may ask for, 31 days unless said otherwise. */
    public BridgeBuilder widestReplay(Duration window) {
        widestReplay = window;
        return this;
    }

    /**
     * Where the database has its data, if that is on this machine: events are refused while fewer bytes than these are free
     * there, so that the database can still record what becomes of those that were accepted.
     */
    public BridgeBuilder keepFree(Path folder, long bytes) {
        databaseFolder = folder;
        minFree = bytes;
        return this;
    }

    /**
     * Opens the bridge: it accepts events, and goes on with what waits.
     *
     * @throws LedgerUnavailableException if the database cannot be used, saying why
     * @throws UncheckedIOException if a folder cannot be used
     */
    public Bridge open() {
        Objects.requireNonNull(database, "a bridge needs a database");
        Objects.requireNonNull(mappings, "a bridge needs a folder of mapping sheets");
        var opened = new Closing();
        try {
            return open(opened);
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    private Bridge open(Closing opened) {
        var wanted = new WantedVersions(accepted, Versions.pins(targets));
        var plugged = Alongside.open("bridge-plugins", parts -> Optional.ofNullable(plugins)
                .map(folder -> parts.add(openPlugins(folder, wanted, parts))));
        var ledger = opened.add(ledger(plugged));
        var egress = opened.add(new Egress(version(), clock, held));
        var host = opened.add(plugged).join();
        var builtIn = Connectors.of(connectors.toArray(ConnectorFactory[]::new));
        var all = host.map(h -> builtIn.or(h.connectors())).orElse(builtIn);
        governance.extendBy(new PluginExtensions(all));
        var versions = new SheetVersions(ledger);
        var discretion = new Discretion(governance, ledger::pseudonym);
        var policies = new PolicyVersions(ledger);
        policies.number(governance.policy());
        var vetter = new Vetter(governance, discretion, policies, versions);
        var watchers = new Watchers(clock);
        var timer = new ThreadTimer(held);
        var outbox = opened.add(new Outbox(
                new Outbox.Parts(ledger, all, egress, versions, vetter, environment, clock, timer, networks, tracing),
                watchers::recorded, listener));
        var directory = new Targets(outbox, new ConnectorOffers(all, environment), new Versions(host, wanted),
                targets, windows);
        ledger.holding(directory::holds);
        var watermark = opened.add(databaseFolder == null ? Watermark.none() : Watermark.over(databaseFolder, minFree));
        var sheets = new SheetFolder(mappings, directory, versions, clock, failingTests);
        var commit = opened.add(
                new GroupCommit(ledger, watchers.before(outbox.handover()), watermark,
                        new CountedPackets(sheets, listener),
                        timer));
        opened.add(sheets);
        opened.add(all.onChange(_ -> sheets.connectorsChanged()));
        sheets.open();
        directory.start(); // not earlier: sheets have a say in how lanes run
        var accepting = new Accepting(sheets, versions, vetter, clock, directory::windows);
        var waker = opened.add(new Waker(ledger.scheduled().waking(accepting.ways()), clock, outbox, timer));
        var replays = opened.add(
                new Replays(ledger, widestReplay, accepting.ways(), outbox::lookAtQueued, waker::lookSoon));
        var deadlines = opened.add(new DeadlineWatch(ledger, outbox, clock));
        return new Bridge(opened, new Bridge.Parts(node, ledger, host, outbox, sheets, directory, accepting, commit,
                watermark, watchers, replays, previews(new Previews(all, environment), directory),
                new Views(governance, discretion, ledger), new Switches(outbox, clock), waker, deadlines,
                new Agenda(ledger.deadlines(), outbox, clock), tracing));
    }

    private PostgresLedger ledger(Alongside<?> besides) {
        try {
            return PostgresLedger.open(database.get(), Node.here(node), leaseTerm, keeping);
        } catch (RuntimeException e) {
            besides.close();
            throw e;
        }
    }

    private static DryRun.Preview previews(Previews previews, Targets directory) {
        return (event, tried) -> previews.of(directory.spec(tried.packet().target(), tried.packet().connector()), event,
                tried.packet(), tried.form(), tried.content());
    }

    private PluginHost openPlugins(Path folder, WantedVersions wanted, Closing opened) {
        try {
            if (workFolder != null) {
                return PluginHost.open(folder, workFolder, trust, downgrades, wanted, held);
            }
            var temporary = Files.createTempDirectory("hms-bridge-");
            opened.add(() -> {
                new LastGood(temporary).forget();
                Files.deleteIfExists(temporary);
            });
            return PluginHost.open(folder, temporary, trust, downgrades, wanted, held);
        } catch (IOException e) {
            throw new UncheckedIOException("the plugins folder %s or its work folder cannot be used: %s"
                    .formatted(folder, e.getMessage()), e);
        }
    }

    private static String version() {
        return Optional.ofNullable(Bridge.class.getPackage().getImplementationVersion()).orElse("dev");
    }
}
