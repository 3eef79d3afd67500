package io.hmsbridge.postgres;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Says why a file operation failed, in words for a person. */
final class Reason {
    private Reason() {}

    static String of(IOException e) {
        return switch (e) {
            case AccessDeniedException denied -> denied.getFile() + " is not accessible (permission denied)";
            case NoSuchFileException missing -> missing.getFile() + " does not exist";
            case FileAlreadyExistsException other -> other.getFile() + " exists and is not a folder";
            case FileSystemException failed when failed.getReason() != null ->
                    failed.getFile() + ": " + failed.getReason();
            case FileSystemException failed -> failed.getClass().getSimpleName() + " " + failed.getFile();
            default -> String.valueOf(e.getMessage());
        };
    }
}
