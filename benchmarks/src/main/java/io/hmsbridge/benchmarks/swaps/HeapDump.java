package io.hmsbridge.benchmarks.swaps;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;

/** What is reachable in this Java process, for a tool that tells what holds what. */
final class HeapDump {

    private HeapDump() {}

    static void to(Path file) throws IOException {
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).dumpHeap(file.toString(), true);
    }
}
