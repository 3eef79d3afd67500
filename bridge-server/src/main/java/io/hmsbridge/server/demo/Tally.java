package io.hmsbridge.server.demo;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

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

    /** Of how many events every packet was sent. */
    long sentAmong(List<DemoPacket> packets) {
        return packets.stream().filter(p -> events.contains(p.event()))
                .collect(Collectors.groupingBy(DemoPacket::event, Collectors.reducing(true, DemoPacket::isSent,
                        Boolean::logicalAnd)))
                .values().stream().filter(sent -> sent).count();
    }
}
