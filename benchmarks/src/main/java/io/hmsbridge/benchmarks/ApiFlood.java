package io.hmsbridge.benchmarks;

import java.io.EOFException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Emits as fast as events are accepted, over kept connections that have one request under way each. All of it by one thread that
 * waits for whichever answers: what it takes is missing where the server is measured on the same processors.
 */
final class ApiFlood implements AutoCloseable {

    private static final long PATIENCE_MILLIS = TimeUnit.MINUTES.toMillis(1);
    private static final int ANSWER_BYTES = 512;
    private static final String LENGTH = "content-length:";
    private static final byte[] ACCEPTED = "HTTP/1.1 202 ".getBytes(StandardCharsets.US_ASCII);

    private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();

    private final Selector selector = Selector.open();
    private final ApiEvents events;
    private final ByteBuffer body;
    private final int batch;
    private long next;
    private long end;
    private long cpuNanos;

    /** @param batch how many events a request has; a single one goes as it is, not as a batch of one */
    ApiFlood(int port, int connections, Load load, int batch) throws IOException {
        this.batch = batch;
        events = new ApiEvents(load);
        body = ByteBuffer.allocate(batch * ApiEvents.MOST_BYTES);
        for (int i = 0; i < connections; i++) {
            var channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true).configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ, new Connection(channel));
        }
    }

    /** Answers with the seconds it took until the last was accepted. */
    double run(long first, int count) throws IOException {
        next = first;
        end = first + count;
        long start = System.nanoTime();
        long cpu = CPU.getCurrentThreadCpuTime();
        int underWay = 0;
        for (var key : selector.keys()) {
            underWay += ask(key) ? 1 : 0;
        }
        while (underWay > 0) {
            if (selector.select(PATIENCE_MILLIS) == 0) {
                throw new IOException("the API does not answer");
            }
            for (var key : selector.selectedKeys()) {
                var connection = (Connection) key.attachment();
                if (key.isWritable()) {
                    connection.write(key);
                } else if (connection.isAnswered() && !ask(key)) {
                    underWay--;
                }
            }
            selector.selectedKeys().clear();
        }
        cpuNanos = CPU.getCurrentThreadCpuTime() - cpu;
        return (System.nanoTime() - start) / 1e9;
    }

    /** What the last run took of the processors by itself. */
    double cpuMicros() {
        return cpuNanos / 1e3;
    }

    /** Whether there was something left to be asked. */
    private boolean ask(SelectionKey key) throws IOException {
        if (next >= end) {
            return false;
        }
        body.clear();
        if (batch == 1) {
            events.write(next++, body);
        } else {
            byte mark = '[';
            for (long last = Math.min(end, next + batch); next < last; next++) {
                body.put(mark);
                events.write(next, body);
                mark = ',';
            }
            body.put((byte) ']');
        }
        ((Connection) key.attachment()).begin(key, body.flip());
        return true;
    }

    /** One request at a time. */
    private final class Connection {

        private final SocketChannel channel;
        private final ByteBuffer out = ByteBuffer.allocate((batch + 1) * ApiEvents.MOST_BYTES);
        private final ByteBuffer in = ByteBuffer.allocate((batch + 4) * ANSWER_BYTES);
        private final byte[] head =
                ("POST /v1/events HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + Served.TOKEN
                        + "\r\nContent-Type: application/cloudevents" + (batch == 1 ? "" : "-batch")
                        + "+json\r\nContent-Length: ").getBytes(StandardCharsets.US_ASCII);

        Connection(SocketChannel channel) {
            this.channel = channel;
        }

        void begin(SelectionKey key, ByteBuffer content) throws IOException {
            in.clear();
            out.clear().put(head);
            ApiEvents.digits(content.remaining(), out);
            out.put((byte) '\r').put((byte) '\n').put((byte) '\r').put((byte) '\n').put(content).flip();
            write(key);
        }

        void write(SelectionKey key) throws IOException {
            channel.write(out);
            int wanted = out.hasRemaining() ? SelectionKey.OP_WRITE : SelectionKey.OP_READ;
            if (key.interestOps() != wanted) {
                key.interestOps(wanted);
            }
        }

        /** Reads on. Whether the answer is whole; fails if it is not that the events were accepted. */
        boolean isAnswered() throws IOException {
            if (channel.read(in) < 0) {
                throw new EOFException("the API closed the connection");
            }
            int head = headLength();
            if (head < 0) {
                return false;
            }
            for (int i = 0; i < ACCEPTED.length; i++) {
                if (in.get(i) != ACCEPTED[i]) {
                    throw new IOException("the API answered " + new String(in.array(), 0, in.position(),
                            StandardCharsets.UTF_8));
                }
            }
            return in.position() >= head + contentLength(head);
        }

        private int headLength() {
            for (int i = 3; i < in.position(); i++) {
                if (in.get(i) == '\n' && in.get(i - 2) == '\n') {
                    return i + 1;
                }
            }
            return -1;
        }

        private int contentLength(int head) throws IOException {
            var text = new String(in.array(), 0, head, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
            int at = text.indexOf(LENGTH);
            if (at < 0) {
                throw new IOException("the API does not say how long its answer is: " + text);
            }
            return Integer.parseInt(text.substring(at + LENGTH.length(), text.indexOf('\r', at)).strip());
        }
    }

    @Override
    public void close() throws IOException {
        for (var key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }
}
