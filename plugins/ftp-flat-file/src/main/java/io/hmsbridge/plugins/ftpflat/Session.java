package io.hmsbridge.plugins.ftpflat;

import java.io.IOException;
import java.net.Socket;

/** What the library's clients cannot do. */
interface Session {

    /**
     * The data connection of a {@code LIST} of one path, or null after a no: it can be read as it comes, where the library's own
     * methods hold lists of any length.
     */
    Socket listing(String path) throws IOException;

    /** Closes the sockets without a word, so that another thread that waits for the server fails at once. */
    void cut() throws IOException;

    static void close(Socket socket) throws IOException {
        if (socket != null) {
            socket.close();
        }
    }
}
