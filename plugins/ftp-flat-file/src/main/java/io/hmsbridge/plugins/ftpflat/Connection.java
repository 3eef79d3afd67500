package io.hmsbridge.plugins.ftpflat;

import io.hmsbridge.plugins.files.Folder;
import java.io.IOException;

/** One connection that is logged in. */
interface Connection extends Folder, AutoCloseable {

    /** Something to do with a connection, which has the same effect when it is done twice. */
    interface Work<T> {
        T with(Connection connection) throws IOException;
    }

    /** Does something, on the thread that suits the connection. Once this was interrupted, the connection is to be dropped. */
    <T> T run(Work<T> work) throws IOException, InterruptedException;

    /** Asks for a sign of life, without effect. */
    void check() throws IOException;

    /** Lets go of a connection that has failed, without a word to the server. */
    void drop();

    /** Says goodbye. */
    @Override
    void close();
}
