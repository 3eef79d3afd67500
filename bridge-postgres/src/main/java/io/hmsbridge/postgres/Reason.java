package io.hmsbridge.postgres;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;

/** Says why a file operation failed, in words for a person. */
final class Reason {
    private Reason() {}

    static String of(IOException e) {
        return switch (e) {
            case AccessDeniedException denied -> denied.getFile() + " is not accessible (permission denied)";
            case FileSystemException failed when failed.getReason() != null ->
                failed.getFile() + ": " + failed.getReason();
            case FileSystemException failed -> failed.getClass().getSimpleName() + " " + failed.getFile();
            default -> String.valueOf(e.getMessage());
        };
    }
}
