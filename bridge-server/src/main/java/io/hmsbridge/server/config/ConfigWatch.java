package io.hmsbridge.server.config;

import io.hmsbridge.core.watch.FolderWatch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Follows the changes of a configuration: of {@code bridge.yaml}, its overlay, and every file that a placeholder names.
 * A change is noticed within a fraction of a second however the file is saved, and only if the content differs.
 */
public final class ConfigWatch implements AutoCloseable {

    /** Is told of changes, one after the other, on a virtual thread. What it throws on is told again within a second or so. */
    public interface Listener {

        /** The configuration is now this one; it may equal the last one, for instance after a bad one was taken back. */
        void changed(LoadedConfig config);

        /** What is in the files now cannot be used, so that the last good configuration stays in force. */
        void refused(ConfigException problems);
    }

    private final ConfigReader reader;
    private final Listener listener;
    private final Map<Path, FolderWatch> watches = new ConcurrentHashMap<>();
    private ConfigFile file;
    private Map<Path, String> seen;
    private volatile boolean closed;

    private ConfigWatch(ConfigReader reader, ConfigFile file, LoadedConfig loaded, Listener listener) {
        this.reader = reader;
        this.file = present(file);
        this.listener = listener;
        this.seen = loaded.files();
    }

    /**
     * Starts to watch. A change since the configuration was loaded is told at once, before this method returns.
     *
     * @param reader that read it
     * @param file   that it was read from
     * @param loaded what is in force
     */
    public static ConfigWatch start(ConfigReader reader, ConfigFile file, LoadedConfig loaded, Listener listener) {
        var watch = new ConfigWatch(reader, file, loaded, listener);
        watch.addFolders(loaded.files().keySet());
        watch.look();
        return watch;
    }

    /** Stops. After this method returned nothing is told, unless it is the listener that closes. */
    @Override
    public void close() {
        closed = true;
        while (!watches.isEmpty()) { // a look under way may still add one
            watches.forEach((folder, watch) -> {
                watch.close();
                watches.remove(folder, watch);
            });
        }
    }

    private synchronized void look() {
        var attempt = reader.attempt(file);
        while (addFolders(attempt.files().keySet())) {
            attempt = reader.attempt(file); // a file may have changed before its folder was watched
        }
        if (closed || attempt.files().equals(seen)) {
            return;
        }
        try {
            var loaded = attempt.orThrow();
            file = present(file);
            listener.changed(loaded);
        } catch (ConfigException problems) {
            listener.refused(problems);
        }
        seen = attempt.files(); // if the listener threw, it is told again
    }

    /** A file that was there once is missed when it goes: it is being replaced, or lost; no one means "the defaults". */
    private static ConfigFile present(ConfigFile file) {
        return Files.exists(file.path()) ? new ConfigFile(file.path(), true, file.profile()) : file;
    }

    /** Watches the folders of these files too. None is ever dropped: it is one or two in the life of a server. */
    private boolean addFolders(Collection<Path> files) {
        int before = watches.size();
        for (var path : files) {
            if (!closed) {
                watches.computeIfAbsent(path.getParent(), folder -> FolderWatch.start(folder, this::look));
            }
        }
        return watches.size() > before;
    }
}
