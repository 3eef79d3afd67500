package io.hmsbridge.plugins.csvdrop;

import io.hmsbridge.api.Packet;
import io.hmsbridge.api.SendResult;
import io.hmsbridge.plugins.csvdrop.CsvDropConnectorFactory.Target;
import io.hmsbridge.plugins.files.Block;
import io.hmsbridge.plugins.files.CsvLayout;
import io.hmsbridge.plugins.files.Unfit;
import io.hmsbridge.plugins.files.UnfitException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Appends records to files. A file is opened for each batch, so that others may move it away at any time, and locked while it
 * is written, so that two processes do not mix their records. A batch is on disk as a whole or is taken back.
 */
final class Appender {

    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'")
            .withZone(ZoneOffset.UTC);
    private static final int REMEMBERED = 1000;

    /** A file as this process left it; one that has another length is looked at again. */
    private record Left(long length, List<String> columns, Instant begun) {}

    private final Target target;
    private final LocalFolder folder;
    private final Clock clock;
    private final Map<String, Left> left = new ConcurrentHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();

    Appender(Target target, LocalFolder folder, Clock clock) {
        this.target = target;
        this.folder = folder;
        this.clock = clock;
    }

    /** @return a result for each packet, in order */
    List<SendResult> append(String name, CsvLayout layout, List<Packet> packets)
            throws IOException, InterruptedException, UnfitException {
        folder.require();
        lock.lockInterruptibly();
        try {
            // Not on the file itself, which may be renamed while another process waits for it.
            try (var beside = FileChannel.open(folder.path("." + name + ".lock"), StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE); var _ = beside.lock()) {
                return appendLocked(name, layout, packets);
            } catch (OverlappingFileLockException e) {
                throw new IOException("another target of this bridge is writing " + name, e);
            }
        } finally {
            lock.unlock();
        }
    }

    private List<SendResult> appendLocked(String name, CsvLayout layout, List<Packet> packets)
            throws IOException, UnfitException {
        List<String> inherited = List.of();
        while (true) {
            try (var file = FileChannel.open(folder.path(name), StandardOpenOption.CREATE, StandardOpenOption.READ,
                    StandardOpenOption.WRITE)) {
                var state = state(name, file);
                var columns = columns(state.columns.isEmpty() ? inherited : state.columns, layout, packets);
                if (state.length == 0 || columns.equals(state.columns) && !isDue(state)) {
                    return write(name, file, new Left(state.length, columns, state.begun), layout, packets);
                }
                inherited = columns;
                rotate(name);
            }
        }
    }

    private Left state(String name, FileChannel file) throws IOException {
        var known = left.get(name);
        if (known != null && known.length == file.size() && known.length > 0) {
            return known;
        }
        var tail = Tail.recover(file, target.separator().charAt(0), Uses.charset(target.charset()));
        var begun = tail.length() == 0 ? clock.instant()
                : Files.readAttributes(folder.path(name), BasicFileAttributes.class).creationTime().toInstant();
        return new Left(tail.length(), tail.columns(), begun);
    }

    /** Those that are there stay where they are; new ones follow, unless a sheet says what they are. */
    private static List<String> columns(List<String> there, CsvLayout layout, List<Packet> packets) {
        var wanted = layout.columns(packets);
        if (!layout.fixed().isEmpty() || there.isEmpty()) {
            return wanted;
        }
        if (there.containsAll(wanted)) {
            return there;
        }
        var grown = new LinkedHashSet<>(there);
        grown.addAll(layout.columns(packets.stream().filter(packet -> fits(packet, layout)).toList()));
        return List.copyOf(grown);
    }

    private static boolean fits(Packet packet, CsvLayout layout) {
        try {
            new Block().add(layout.records(layout.columns(List.of(packet))), packet);
            return true;
        } catch (UnfitException _) {
            return false;
        }
    }

    private boolean isDue(Left state) {
        return target.rotateBytes() > 0 && state.length >= target.rotateBytes()
                || target.rotateEvery().map(every -> state.begun.toEpochMilli() / every.toMillis()
                        != clock.millis() / every.toMillis()).orElse(false);
    }

    private void rotate(String name) throws IOException {
        int dot = name.lastIndexOf('.');
        var stem = dot < 0 ? name : name.substring(0, dot);
        var ending = dot < 0 ? "" : name.substring(dot);
        var stamp = "-" + STAMP.format(clock.instant());
        var rotated = stem + stamp + ending;
        for (int n = 2; Files.exists(folder.path(rotated)); n++) {
            rotated = stem + stamp + "-" + n + ending;
        }
        left.remove(name);
        folder.rename(name, rotated);
        if (target.doneMarkers()) {
            folder.mark(rotated);
        }
    }

    private List<SendResult> write(String name, FileChannel file, Left state, CsvLayout layout, List<Packet> packets)
            throws IOException, UnfitException {
        var unfit = new Unfit();
        var out = new Chunks(file, state.length, layout.records(state.columns));
        try {
            if (state.length == 0) {
                out.addNames();
            }
            int place = 0;
            for (var packet : packets) {
                try {
                    out.add(packet);
                } catch (UnfitException e) {
                    unfit.add(place, e.getMessage());
                }
                place++;
            }
            if (unfit.size() == packets.size()) {
                return unfit.results(packets.size(), null);
            }
            out.flush();
            if (target.sync()) {
                file.force(false);
            }
        } catch (IOException | RuntimeException e) {
            left.remove(name);
            takeBack(file, state.length, e);
            throw e;
        }
        if (state.length == 0) {
            folder.settle(name);
        }
        if (left.size() >= REMEMBERED) {
            left.clear();
        }
        left.put(name, new Left(out.end(), state.columns, state.begun));
        return unfit.results(packets.size(), SendResult.delivered("append " + name));
    }

    private static void takeBack(FileChannel file, long length, Exception cause) {
        try {
            file.truncate(length);
        } catch (IOException e) {
            cause.addSuppressed(e); // a torn record is cut off when the file is opened next
        }
    }
}
