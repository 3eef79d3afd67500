package io.hmsbridge.server.demo;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** Counts what was emitted, so that what was delivered can be held against it. */
final class Tally {

    private final SortedSet<Long> events = new TreeSet<>();

    DemoPacket emitted(DemoPacket packet) {
        events.add(packet.event());
        return packet;
    }

    /** The first event's number. */
    long first() {
        return events.getFirst();
    }

    long count() {
        return events.size();
    }

    /** How many of the events were sent to payroll. */
    long sentAmong(List<DemoPacket> packets) {
        return packets.stream().filter(p -> p.target().equals("payroll"))
                .filter(p -> events.contains(p.event()) && p.isSent()).count();
    }
}
