package io.hmsbridge.server.demo;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Counts what was emitted, so that what was delivered can be held against it. */
final class Tally {

    private final Set<Long> events = new HashSet<>();

    DemoPacket emitted(DemoPacket packet) {
        events.add(packet.event());
        return packet;
    }

    long count() {
        return events.size();
    }

    long sentAmong(List<DemoPacket> packets) {
        return packets.stream().filter(p -> events.contains(p.event()) && p.isSent()).count();
    }
}
