package io.hmsbridge.server.notice;

import java.io.IOException;
import java.util.List;

/** One way to people. */
interface Sender extends AutoCloseable {

    /** What it is, in words. */
    String name();

    /** How many notices go at once. */
    int most();

    /**
     * Sends some, all or none.
     *
     * @throws IOException if they were not taken, saying why without a secret
     */
    void send(List<Notice> notices) throws IOException, InterruptedException;

    @Override
    void close();
}
