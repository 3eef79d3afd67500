package io.hmsbridge.plugins.ftpflat;

import java.io.FilterReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.Charset;

/** What a server answers on its control connection, bounded: the library holds lines and answers of any length. */
final class Answers extends FilterReader {

    private static final int LONGEST = 64 * 1024;

    private int left = LONGEST;

    Answers(Socket socket, String charset) throws IOException {
        super(new InputStreamReader(socket.getInputStream(), Charset.forName(charset)));
    }

    /** A command is sent: what comes now is another answer. */
    void next() {
        left = LONGEST;
    }

    @Override
    public int read() throws IOException {
        int read = super.read();
        if (read >= 0) {
            count(1);
        }
        return read;
    }

    @Override
    public int read(char[] into, int from, int length) throws IOException {
        int read = super.read(into, from, length);
        if (read > 0) {
            count(read);
        }
        return read;
    }

    private void count(int read) throws IOException {
        left -= read;
        if (left < 0) {
            throw new IOException("the server's answer is longer than " + LONGEST + " characters");
        }
    }
}
