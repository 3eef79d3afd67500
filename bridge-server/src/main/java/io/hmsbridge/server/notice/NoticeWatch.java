package io.hmsbridge.server.notice;

import io.hmsbridge.core.Bridge;
import io.hmsbridge.core.ledger.Disk;
import io.hmsbridge.core.ledger.LedgerUnavailableException;
import io.hmsbridge.core.ledger.PacketState;
import io.hmsbridge.core.outbox.LaneStatus;
import io.hmsbridge.core.plugin.LoadedPlugin;
import io.hmsbridge.server.tls.Certificates;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at a bridge every few seconds, and tells of what has become otherwise: once, not for as long as it is so. */
public final class NoticeWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NoticeWatch.class);
    private static final Duration USUAL = Duration.ofSeconds(5);

    private final Bridge bridge;
    private final Certificates certificates;
    private final Consumer<Notice> told;
    private final InstantSource clock;
    private final Duration pause;
    private final Thread thread;
    private final Set<String> down = new HashSet<>();
    private final Set<String> refused = new HashSet<>();
    private Map<String, Long> dead = Map.of();
    private Map<String, Long> endangered = Map.of();
    private final Set<Certificates.End> ends = new HashSet<>();
    private boolean diskLow;
    private String noEvents = "";
    private volatile boolean closed;
    private Runnable onClose = () -> {};

    NoticeWatch(Bridge bridge, Certificates certificates, Consumer<Notice> told, InstantSource clock, Duration pause) {
        this.bridge = bridge;
        this.certificates = certificates;
        this.told = told;
        this.clock = clock;
        this.pause = pause;
        thread = Thread.ofVirtual().name("bridge-notice-watch").unstarted(this::run);
    }

    /** Tells people from now on, each way for itself. */
    public static NoticeWatch start(Bridge bridge, Certificates certificates, Notices notices) {
        var clock = InstantSource.system();
        var ways = Stream.<Sender>concat(notices.webhook().map(Webhook::new).stream(),
                notices.mail().map(Mailer::new).stream())
                .map(sender -> new Post(sender, notices.quiet(), clock)).toList();
        var watch = new NoticeWatch(bridge, certificates, notice -> {
            LOG.atWarn().addKeyValue("notice", notice.kind().type()).addKeyValue("about", notice.about())
                    .log("{}", notice.text());
            ways.forEach(way -> way.accept(notice));
        }, clock, USUAL);
        watch.onClose = () -> ways.forEach(Post::close);
        watch.start();
        return watch;
    }

    /** What is dead or endangered by now is no news; who is down still is. */
    void start() {
        thread.start();
    }

    private void run() {
        boolean first = true;
        try {
            for (;;) {
                first = look(first) && first;
                Thread.sleep(pause);
            }
        } catch (InterruptedException _) {
            LOG.trace("closed");
        }
    }

    /** @return whether the ledger could not be asked */
    private boolean look(boolean first) {
        bridge.lanes().forEach(this::lane);
        bridge.plugins().forEach(this::plugin);
        events(bridge.refusal().orElse(""));
        bridge.disk().ifPresent(this::disk);
        certificates.ends().forEach(this::certificate);
        try {
            packets(first);
            return false;
        } catch (LedgerUnavailableException e) {
            LOG.debug("the ledger cannot be asked at present: {}", e.getMessage());
            return true;
        }
    }

    private void lane(LaneStatus lane) {
        var target = lane.target().name();
        if (lane.open() && down.add(target)) {
            tell(Notice.Kind.TARGET_DOWN, target, "%s: %s; its packets wait, and nothing is lost. It goes on by itself."
                    .formatted(target, lane.target().reason()));
        } else if (!lane.open() && lane.isHere() && down.remove(target)) {
            tell(Notice.Kind.TARGET_BACK, target, target + " is back, and gets what waited for it");
        }
    }

    private void plugin(LoadedPlugin plugin) {
        var file = plugin.file().getFileName().toString();
        if (plugin.state() != LoadedPlugin.State.REFUSED) {
            refused.remove(file);
        } else if (refused.add(file)) {
            tell(Notice.Kind.PLUGIN_REFUSED, file, "%s is not loaded: %s".formatted(file, plugin.problem()));
        }
    }

    private void events(String refusal) {
        if (noEvents.isEmpty() && !refusal.isEmpty()) {
            tell(Notice.Kind.EVENTS_REFUSED, "", "no events are accepted: " + refusal);
        } else if (!noEvents.isEmpty() && refusal.isEmpty()) {
            tell(Notice.Kind.EVENTS_ACCEPTED, "", "events are accepted again");
        }
        noEvents = refusal;
    }

    /** It counts as mended only once there is more room than it takes to be low. */
    private void disk(Disk disk) {
        if (disk.isLow() && !diskLow) {
            diskLow = true;
            tell(Notice.Kind.DISK_LOW, "", disk.warning() + ". Free space on it, or enlarge it.");
        } else if (disk.free() / (Disk.EARLY + 1) >= disk.kept()) {
            diskLow = false;
        }
    }

    private void certificate(Certificates.End end) {
        if (end.isSoon(clock.instant()) && ends.add(end)) {
            tell(Notice.Kind.CERTIFICATE_ENDS, end.file().getFileName().toString(),
                    "a certificate of %s ends at %s; renew it, and put it in its place: no restart is needed"
                            .formatted(end.file(), end.at()));
        }
    }

    private void packets(boolean first) {
        var deadNow = new HashMap<String, Long>();
        bridge.backlog().stream().filter(waiting -> waiting.state() == PacketState.DEAD)
                .forEach(waiting -> deadNow.merge(waiting.target(), waiting.packets(), Long::sum));
        var endangeredNow = bridge.deadlines().entrySet().stream().collect(
                Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().endangered()));
        if (!first) {
            begun(dead, deadNow).forEach(target -> tell(Notice.Kind.FIRST_DEAD, target,
                    "a packet to %s is dead: see bridge packets dead --target %s".formatted(target, target)));
            begun(endangered, endangeredNow).forEach(target -> tell(Notice.Kind.DEADLINE_ENDANGERED, target,
                    "%d packets to %s will probably not be delivered by their deadline [BRG-2105]"
                            .formatted(endangeredNow.get(target), target)));
        }
        dead = deadNow;
        endangered = endangeredNow;
    }

    /** Of what there was nothing before, and is something now. */
    private static Set<String> begun(Map<String, Long> before, Map<String, Long> now) {
        return now.entrySet().stream()
                .filter(entry -> entry.getValue() > 0 && before.getOrDefault(entry.getKey(), 0L) == 0)
                .map(Map.Entry::getKey).collect(Collectors.toSet());
    }

    private void tell(Notice.Kind kind, String about, String text) {
        if (closed) {
            return; // what fails now does since this is interrupted
        }
        told.accept(new Notice(kind, about, text, clock.instant()));
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        onClose.run();
    }
}
