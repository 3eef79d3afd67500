package io.hmsbridge.plugins.ftpflat;

import io.hmsbridge.api.BatchConnector;
import io.hmsbridge.api.Health;
import io.hmsbridge.api.Packet;
import io.hmsbridge.api.Previewing;
import io.hmsbridge.api.SendException;
import io.hmsbridge.api.SendResult;
import io.hmsbridge.api.SendResult.Scope;
import io.hmsbridge.plugins.files.CopybookLayout;
import io.hmsbridge.plugins.files.CsvLayout;
import io.hmsbridge.plugins.files.Document;
import io.hmsbridge.plugins.files.FileName;
import io.hmsbridge.plugins.files.FixedLayout;
import io.hmsbridge.plugins.files.Frame;
import io.hmsbridge.plugins.files.Grouping;
import io.hmsbridge.plugins.files.Layout;
import io.hmsbridge.plugins.files.Publication;
import io.hmsbridge.plugins.files.UnfitException;
import io.hmsbridge.plugins.ftpflat.FtpFlatConnectorFactory.Use;
import java.io.IOException;
import java.nio.charset.Charset;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Makes one file of each batch, or of those of its packets that are for one use of the target and of one window. */
final class FtpFlatConnector implements BatchConnector, Previewing {

    /** One use, ready for packets. */
    private record Form(FileName name, Layout layout, Frame frame) {}

    /** What packets of one file have in common. */
    private record Group(Use use, Optional<Instant> close) {}

    private final Site site;
    private final Connections connections;
    private final Clock clock;
    private final Map<Use, Form> forms = new ConcurrentHashMap<>();
    private final Grouping<Group> groups = new Grouping<>(this::group, this::write);

    FtpFlatConnector(Site site, Connections connections, Clock clock) {
        this.site = site;
        this.clock = clock;
        this.connections = connections;
    }

    @Override
    public int batchLimit() {
        return site.settings().batch();
    }

    @Override
    public List<SendResult> sendBatch(List<Packet> packets) throws Exception {
        return groups.send(packets);
    }

    private Group group(Packet packet) {
        return new Group(packet.with(Use.class),
                site.windows().map(windows -> windows.closeOf(packet.origin().acceptedAt())));
    }

    /** What packets are told whose window is still open. */
    private static Optional<SendResult> early(Group group, Instant now) {
        return group.close.filter(close -> close.isAfter(now)).map(close -> SendResult.retry(
                "it goes with the file that closes at " + close, Duration.between(now, close), Scope.TARGET));
    }

    private List<SendResult> write(Group group, List<Packet> packets) throws Exception {
        var early = early(group, clock.instant());
        if (early.isPresent()) {
            return Collections.nCopies(packets.size(), early.get());
        }
        try {
            var form = forms.computeIfAbsent(group.use, this::form);
            var document = new Document(packets, form.layout, form.frame, site.dating());
            return document.results(document.fitting().isEmpty() ? null
                    : publish(form.name.of(document.fitting()), document));
        } catch (UnfitException | IllegalArgumentException e) {
            return Collections.nCopies(packets.size(), SendResult.reject(e.getMessage()));
        }
    }

    /** The file and its content, read back from its charset. */
    @Override
    public String preview(Packet packet) {
        try {
            var use = packet.with(Use.class);
            var form = forms.computeIfAbsent(use, this::form);
            var document = new Document(List.of(packet), form.layout, form.frame, site.dating());
            return "put " + form.name.of(List.of(packet)) + " at " + site.host() + "\n\n"
                    + document.preview(Charset.forName(use.charset()));
        } catch (UnfitException | IllegalArgumentException e) {
            return "no record: " + e.getMessage();
        }
    }

    private SendResult publish(String name, Document document) throws SendException, InterruptedException {
        try {
            return connections.use(folder -> Publication.publish(folder, name, document, "put"));
        } catch (IOException e) {
            throw Failure.of(site, e);
        }
    }

    private Form form(Use use) {
        var layout = switch (use.layout()) {
            case CSV -> new CsvLayout(use.columns().orElse(List.of()), use.idColumn(), use.columnNames(),
                    use.guardFormulas(), ',', use.recordEnd(), use.charset());
            case FIXED -> fixed(use);
        };
        return new Form(new FileName(use.name(), site.dating()), layout,
                new Frame(use.header().orElse(""), use.trailer().orElse("")));
    }

    private static Layout fixed(Use use) {
        if (use.copybook().isPresent() && use.fields().isPresent()) {
            throw new IllegalArgumentException("a fixed layout has its fields or a copybook, not both");
        }
        return use.copybook().isPresent()
                ? new CopybookLayout(use.copybook().get(), use.recordEnd(), use.charset())
                : new FixedLayout(use.fields().orElse(Map.of()), use.recordEnd(), use.charset());
    }

    @Override
    public Health probe() throws Exception {
        try {
            connections.use(connection -> {
                connection.check();
                return true;
            });
            return Health.awake("logged in at " + site.host());
        } catch (IOException e) {
            return Health.asleep(Failure.of(site, e).getMessage());
        }
    }

    @Override
    public void close() {
        connections.close();
    }
}
