package io.hmsbridge.core.watch;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How a folder's entries look from outside, links followed; equal as long as no one touched them.
 *
 * @param entries by their paths from the folder; empty for one that cannot be read, such as a link that leads nowhere
 */
record FolderState(boolean exists, Map<String, Optional<Look>> entries) {

    /** @param fileKey tells apart two files that had the same name one after the other; null where the system has none */
    record Look(long size, FileTime modified, Object fileKey) {
    }

    static FolderState of(FolderTree tree) {
        var entries = new HashMap<String, Optional<Look>>();
        boolean exists = true;
        for (var folder : tree.folders()) {
            try (var paths = Files.newDirectoryStream(folder)) {
                paths.forEach(path -> entries.put(tree.root().relativize(path).toString(), look(path)));
            } catch (IOException | DirectoryIteratorException e) {
                exists &= !folder.equals(tree.root());
            }
        }
        return exists ? new FolderState(true, entries) : new FolderState(false, Map.of());
    }

    private static Optional<Look> look(Path path) {
        try {
            var attributes = Files.readAttributes(path, BasicFileAttributes.class);
            return Optional.of(new Look(attributes.size(), attributes.lastModifiedTime(), attributes.fileKey()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
