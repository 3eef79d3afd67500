package io.hmsbridge.benchmarks;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** One kept connection to the API, one request at a time: as little as a client can be, so that it takes little from the server. */
final class ApiConnection implements AutoCloseable {

    private static final int BUFFER = 16 * 1024;
    private static final int PATIENCE_MILLIS = 60_000;
    private static final String LENGTH = "content-length:";

    private final Socket socket;
    private final InputStream in;
    private final ByteArrayOutputStream request = new ByteArrayOutputStream(BUFFER);
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    /** What came back; only what is read of it. */
    record Answered(int status, byte[] body) {

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    ApiConnection(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        in = new BufferedInputStream(socket.getInputStream(), BUFFER);
    }

    /** Sends events. Fails if they are not accepted. */
    void emit(String mediaType, byte[] body) throws IOException {
        send("POST /v1/events", "Content-Type: " + mediaType + "\r\nContent-Length: " + body.length + "\r\n", body);
        var answered = read();
        if (answered.status != 202) {
            throw new IOException("the API answered " + answered.status + ": " + answered.text());
        }
    }

    Answered get(String path) throws IOException {
        send("GET " + path, "", new byte[0]);
        return read();
    }

    /** Asks for a stream, and returns when it has begun. What it tells is left to {@link #in}. */
    InputStream stream(String path) throws IOException {
        socket.setSoTimeout(0);
        send("GET " + path, "", new byte[0]);
        var status = line();
        if (!status.startsWith("HTTP/1.1 200")) {
            throw new IOException("the API answered " + status);
        }
        return in;
    }

    private void send(String what, String headers, byte[] body) throws IOException {
        request.reset();
        request.writeBytes(
                (what + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + Served.TOKEN + "\r\n" + headers
                        + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        request.writeBytes(body);
        request.writeTo(socket.getOutputStream());
    }

    private Answered read() throws IOException {
        int status = Integer.parseInt(line().substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length()));
        int length = 0;
        for (var header = line(); !header.isEmpty(); header = line()) {
            if (header.toLowerCase(Locale.ROOT).startsWith(LENGTH)) {
                length = Integer.parseInt(header.substring(LENGTH.length()).strip());
            }
        }
        return new Answered(status, in.readNBytes(length));
    }

    private String line() throws IOException {
        line.reset();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("the API closed the connection");
            }
            if (b != '\r') {
                line.write(b);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
