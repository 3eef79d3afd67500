package io.hmsbridge.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Says in words for people why a file or folder cannot be used. */
public final class FolderTrouble {

    private FolderTrouble() {
    }

    /** With a message such as {@code the data folder /srv/bridge cannot be used: permission denied}. */
    public static UncheckedIOException with(String what, IOException thrown) {
        return new UncheckedIOException(what + " cannot be used: " + reason(thrown), thrown);
    }

    /** The reason alone. */
    public static String reason(IOException thrown) {
        return switch (thrown) {
            case AccessDeniedException e -> "permission denied for " + e.getFile();
            case NoSuchFileException e -> "there is no " + e.getFile();
            case FileAlreadyExistsException e -> e.getFile() + " is there already";
            case NotDirectoryException e -> e.getFile() + " is not a folder";
            case FileSystemException e when e.getReason() != null -> e.getReason() + ": " + e.getFile();
            default -> String.valueOf(thrown.getMessage());
        };
    }
}
