package io.hmsbridge.core.outbox;

import io.hmsbridge.core.time.Timer;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToIntFunction;

/** What lanes have in common, by its name. Safe to use from many threads. */
final class Shares {

    private final Timer timer;
    private final Map<String, Share> byName = new ConcurrentHashMap<>();

    Shares(Timer timer) {
        this.timer = timer;
    }

    /** What a lane with these limits has in common with others; these are the limits of all of them now. */
    Optional<Share> of(Limits limits) {
        return limits.shared().map(shared -> {
            var share = byName.computeIfAbsent(shared.name(), _ -> new Share(shared, timer));
            share.follow(shared);
            return share;
        });
    }

    /**
     * Divides all limits among the processes that run lanes.
     *
     * @param owner the process that runs a target's lane; 0 for none
     */
    void divide(Collection<Target> targets, ToIntFunction<Target> owner, int here) {
        byName.forEach((name, share) -> {
            var owners = owners(targets, owner, name);
            share.divide((int) owners.stream().filter(o -> o == here).count(), owners.size());
        });
    }

    private static List<Integer> owners(Collection<Target> targets, ToIntFunction<Target> owner, String share) {
        return targets.stream()
                .filter(target -> target.spec().limits().shared().filter(s -> s.name().equals(share)).isPresent())
                .map(owner::applyAsInt).filter(o -> o != 0).toList();
    }
}
