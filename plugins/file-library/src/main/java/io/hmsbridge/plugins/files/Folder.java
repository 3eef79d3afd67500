package io.hmsbridge.plugins.files;

import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;

/** A folder of a target, for one thread at a time. Paths lie below it, with {@code /} between their parts. */
public interface Folder {

    /** The size of a file in bytes, or nothing if there is no such file. */
    OptionalLong size(String path) throws IOException;

    /** Writes a file over one that is there, all of it durable on return where the target can promise that. */
    void write(String path, Document document) throws IOException;

    /** Reads a file; closing the stream ends it. */
    InputStream read(String path) throws IOException;

    /** Gives a file its last name. */
    void rename(String from, String to) throws IOException;

    /** Makes the folders above a path where they are missing. */
    void createFolders(String path) throws IOException;
}
