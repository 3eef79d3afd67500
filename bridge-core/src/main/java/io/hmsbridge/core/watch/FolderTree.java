package io.hmsbridge.core.watch;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A folder and, if they are wanted, the folders below it, links followed. Hidden ones are left out: what is in them concerns
 * nobody until a link leads there.
 *
 * @param deep whether folders below count
 */
record FolderTree(Path root, boolean deep) {

    private static final int DEEPEST = 16;

    /** The folders there are now, the root first, whether it is there or not. */
    List<Path> folders() {
        var folders = new ArrayList<Path>();
        folders.add(root);
        if (deep) {
            addBelow(root, 1, folders);
        }
        return folders;
    }

    private static void addBelow(Path folder, int depth, List<Path> folders) {
        try (var entries = Files.newDirectoryStream(folder, FolderTree::isVisibleFolder)) {
            for (var entry : entries) {
                folders.add(entry);
                if (depth < DEEPEST) { // a link may lead in a circle
                    addBelow(entry, depth + 1, folders);
                }
            }
        } catch (IOException | DirectoryIteratorException _) {
            // gone, or not ours to read: there is nothing below it for us
        }
    }

    private static boolean isVisibleFolder(Path path) {
        return !path.getFileName().toString().startsWith(".") && Files.isDirectory(path);
    }
}
