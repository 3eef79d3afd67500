package io.hmsbridge.plugins.ftpflat;

import java.io.IOException;
import java.net.Socket;

/** A client whose lists can be read as they come: the library's own methods hold lists of any length. */
interface Listing {

    /** The data connection of a {@code LIST} of one path, or null after a no. */
    Socket listing(String path) throws IOException;
}
