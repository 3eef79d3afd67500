package io.hmsbridge.plugins.csvdrop;

import io.hmsbridge.api.BatchConnector;
import io.hmsbridge.api.Health;
import io.hmsbridge.api.Packet;
import io.hmsbridge.api.Previewing;
import io.hmsbridge.api.SendException;
import io.hmsbridge.api.SendResult;
import io.hmsbridge.plugins.csvdrop.CsvDropConnectorFactory.Mode;
import io.hmsbridge.plugins.csvdrop.CsvDropConnectorFactory.Target;
import io.hmsbridge.plugins.csvdrop.CsvDropConnectorFactory.Use;
import io.hmsbridge.plugins.files.Document;
import io.hmsbridge.plugins.files.Frame;
import io.hmsbridge.plugins.files.Grouping;
import io.hmsbridge.plugins.files.Publication;
import io.hmsbridge.plugins.files.UnfitException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.Collections;
import java.util.List;

/** Sorts packets by their files and has them written. */
final class CsvDropConnector implements BatchConnector, Previewing {

    /** What packets of one file have in common. */
    private record Group(String file, Uses.Ready use) {}

    private final Target target;
    private final Uses uses;
    private final LocalFolder folder;
    private final Appender appender;
    private final Grouping<Group> groups = new Grouping<>(this::group, this::write);

    CsvDropConnector(Target target, Uses uses, Clock clock) {
        this.target = target;
        this.uses = uses;
        this.folder = new LocalFolder(target.folder(), target.sync());
        this.appender = new Appender(target, folder, clock);
    }

    @Override
    public int batchLimit() {
        return target.batch().orElse(target.mode() == Mode.APPEND ? 500 : 1);
    }

    @Override
    public List<SendResult> sendBatch(List<Packet> packets) throws Exception {
        return groups.send(packets);
    }

    /** The file and what would come into it; where it is appended to, the columns' names are there already. */
    @Override
    public String preview(Packet packet) {
        try {
            var use = uses.of(packet.with(Use.class));
            var document = new Document(List.of(packet), use.layout(), Frame.NONE, Uses.dating(target.zone()));
            return (target.mode() == Mode.APPEND ? "append to " : "put ")
                    + target.folder().resolve(use.name().of(List.of(packet))) + "\n\n"
                    + document.preview(Uses.charset(target.charset()));
        } catch (UnfitException | IllegalArgumentException e) {
            return "no record: " + e.getMessage();
        }
    }

    @Override
    public Health probe() {
        if (!Files.isDirectory(target.folder())) {
            return Health.asleep("there is no folder " + target.folder());
        }
        return Files.isWritable(target.folder()) ? Health.awake("the folder is there")
                : Health.asleep("the folder " + target.folder() + " cannot be written to");
    }

    private Group group(Packet packet) throws UnfitException {
        var use = uses.of(packet.with(Use.class));
        // What is put there as a file is named when all its packets are known.
        return new Group(target.mode() == Mode.APPEND ? use.name().of(List.of(packet)) : "", use);
    }

    private List<SendResult> write(Group group, List<Packet> packets) throws SendException {
        try {
            return target.mode() == Mode.APPEND
                    ? appender.append(group.file, group.use.layout(), packets)
                    : put(group, packets);
        } catch (UnfitException e) {
            return Collections.nCopies(packets.size(), SendResult.reject(e.getMessage()));
        } catch (AccessDeniedException e) {
            throw new SendException(SendException.Kind.TARGET_FAULT,
                    "no permission for " + e.getFile() + "; give it to the bridge's user", e);
        } catch (ClosedByInterruptException e) {
            throw new SendException(SendException.Kind.UNKNOWN, "interrupted while writing", e);
        } catch (FileSystemException e) {
            throw new SendException(SendException.Kind.RETRY, "%s: %s".formatted(e.getFile(),
                    e.getReason() == null ? e.getClass().getSimpleName() : e.getReason()), e);
        } catch (IOException e) {
            throw new SendException(SendException.Kind.RETRY, target.folder() + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            throw new SendException(SendException.Kind.RETRY, "interrupted before writing", e);
        }
    }

    private List<SendResult> put(Group group, List<Packet> packets) throws IOException, UnfitException {
        var document = new Document(packets, group.use.layout(), Frame.NONE, Uses.dating(target.zone()));
        SendResult whole = null;
        if (!document.fitting().isEmpty()) {
            folder.require();
            var name = group.use.name().of(document.fitting());
            whole = Publication.publish(folder, name, document, "put");
            if (target.doneMarkers() && whole instanceof SendResult.Delivered) {
                folder.mark(name);
            }
        }
        return document.results(whole);
    }
}
