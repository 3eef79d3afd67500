package io.hmsbridge.plugins.ftpflat;

import io.hmsbridge.plugins.files.Folder;
import java.io.IOException;

/** One connection that is logged in. */
interface Connection extends Folder, AutoCloseable {

    /** Asks for a sign of life, without effect. */
    void check() throws IOException;

    /** Lets go of a connection that has failed, without a word to the server. */
    void drop();

    /** Says goodbye. */
    @Override
    void close();
}
