package io.hmsbridge.core.outbox;

import io.hmsbridge.core.ledger.Leases.Member;
import io.hmsbridge.core.ledger.Leases.Standing;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which process should run which lane. Every process comes to the same answer by itself: each lane goes to the process with the
 * highest hash of the two (rendezvous hashing) that could run it and does not have its share yet, so that all have about the same
 * number, and few lanes move when a process comes or goes.
 */
final class Sharing {

    private Sharing() {}

    /** The process for each lane that some process could run. */
    static Map<Integer, Integer> of(Standing standing) {
        var preferred = new HashMap<Integer, Integer>();
        var load = new HashMap<Integer, Integer>();
        var targets = standing.nodes().stream().flatMap(node -> node.able().stream()).distinct().sorted().toList();
        int share = standing.nodes().isEmpty() ? 0 : Math.ceilDiv(targets.size(), standing.nodes().size());
        for (int target : targets) {
            var able = standing.nodes().stream().filter(node -> node.able().contains(target))
                    .sorted(Comparator.comparingLong((Member node) -> hash(node.number(), target)).reversed()).toList();
            int chosen = able.stream().filter(node -> load.getOrDefault(node.number(), 0) < share).findFirst()
                    .orElseGet(() -> leastLoaded(able, load)).number();
            preferred.put(target, chosen);
            load.merge(chosen, 1, Integer::sum);
        }
        return preferred;
    }

    private static Member leastLoaded(List<Member> able, Map<Integer, Integer> load) {
        return able.stream().min(Comparator.comparingInt(node -> load.getOrDefault(node.number(), 0))).orElseThrow();
    }

    /** The finisher of SplitMix64 over both numbers. */
    private static long hash(int node, int target) {
        long z = ((long) node << 32 | target) * 0x9e3779b97f4a7c15L;
        z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }
}
