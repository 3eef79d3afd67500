package io.hmsbridge.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ten thousand connections that say nothing, or nothing more, cost a server little. */
class IdleConnectionsIT {

    private static final int WANTED = 10_000;
    /** What the test needs beside them. */
    private static final int RESERVED = 1_500;
    private static final int MEASURED = 200;
    private static final long MOST_KILOBYTES_EACH = 40;

    @TempDir
    private Path folder;

    @Test
    void theServerGoesOnAnsweringBesideThem() throws Exception {
        long files = ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getMaxFileDescriptorCount();
        int connections = (int) Math.min(WANTED, files - RESERVED);
        if (connections < WANTED) {
            System.out.printf(
                    "%d connections instead of %d: this machine lets a process have %d files open (ulimit -n)%n",
                    connections, WANTED, files);
        }
        var home = Archive.unpack(folder);
        var held = new ArrayList<SocketChannel>();
        try (var bridge = BridgeProcess.start(home, folder)) {
            answers(bridge); // what a JVM does at first
            var alone = answers(bridge);
            long before = residentKilobytes(bridge);
            for (int i = 0; i < connections; i++) {
                held.add(connection(bridge, i));
            }
            for (int i = 0; i < held.size(); i += 2) { // half have made a request, and stay for another
                assertThat(firstLine(held.get(i))).isEqualTo("HTTP/1.1 200 OK");
            }
            var beside = answers(bridge);
            long more = residentKilobytes(bridge) - before;

            System.out.printf("%d idle connections: %d MB more, %d KB each; emit to 202, p50/p95 in ms:"
                    + " %.1f/%.1f alone, %.1f/%.1f beside them%n", connections, more / 1024, more / connections,
                    at(alone, 0.5), at(alone, 0.95), at(beside, 0.5), at(beside, 0.95));
            assertThat(more).isLessThan(connections * MOST_KILOBYTES_EACH);
            assertThat(firstLine(request(held.get(1)))).isEqualTo("HTTP/1.1 200 OK"); // it was still there
            assertThat(bridge.emit("{\"type\": \"nobody.cares\", \"data\": {}}")).contains("\"number\"");
        } finally {
            for (var one : held) {
                one.close();
            }
        }
    }

    private static SocketChannel connection(BridgeProcess bridge, int i) throws IOException {
        var channel = SocketChannel.open().setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.connect(new InetSocketAddress("127.0.0.1", bridge.url().getPort()));
        return i % 2 == 0 ? request(channel) : channel;
    }

    private static SocketChannel request(SocketChannel channel) throws IOException {
        channel.write(ByteBuffer.wrap("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
        return channel;
    }

    private static String firstLine(SocketChannel channel) throws IOException {
        var buffer = ByteBuffer.allocate(1024);
        channel.read(buffer);
        return new String(buffer.array(), 0, buffer.position(), StandardCharsets.US_ASCII).lines().findFirst()
                .orElse("");
    }

    /** How long each of some events took to be accepted, in order of that. */
    private static long[] answers(BridgeProcess bridge) throws Exception {
        var took = new long[MEASURED];
        for (int i = 0; i < MEASURED; i++) {
            long begin = System.nanoTime();
            assertThat(bridge.accept("{\"type\": \"nobody.cares\", \"data\": {}}")).isEqualTo(202);
            took[i] = System.nanoTime() - begin;
        }
        Arrays.sort(took);
        return took;
    }

    private static double at(long[] sorted, double share) {
        return sorted[(int) (sorted.length * share)] / 1e6;
    }

    private static long residentKilobytes(BridgeProcess bridge) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + bridge.pid() + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS:")).map(line -> line.replaceAll("\\D", ""))
                .mapToLong(Long::parseLong)
                .findFirst().orElseThrow();
    }
}
