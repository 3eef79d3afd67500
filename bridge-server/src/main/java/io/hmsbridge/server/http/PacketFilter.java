package io.hmsbridge.server.http;

import io.hmsbridge.core.ledger.PacketSearch;
import io.hmsbridge.core.ledger.PacketState;
import io.hmsbridge.core.ledger.PacketView;
import io.hmsbridge.server.access.Principal;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Which packets are shown: those that somebody reaches, who asks for some. A key is compared as whoever asks may see it, so that nobody finds out one by
 * guessing. Two that are equal tell of the same, and show the same of it.
 */
record PacketFilter(Principal principal, Optional<String> target, Optional<String> type, Optional<String> key,
        Set<PacketState> states) implements Predicate<PacketView> {

    /** The parameters that it is made of. */
    private static final String[] NAMES = {"target", "type", "key", "state"};

    static PacketFilter of(Parameters parameters, Caller caller) {
        parameters.text("target").ifPresent(caller::requireTarget);
        return new PacketFilter(caller.principal(), parameters.text("target"), parameters.text("type"),
                parameters.text("key"),
                parameters.text("state").map(PacketFilter::states).orElse(EnumSet.allOf(PacketState.class)));
    }

    static String[] names() {
        return NAMES.clone();
    }

    /**
     * What is to be looked for. What is found of it passes this filter, too, once it is as the caller may see it.
     *
     * @param from accepted at this time or later
     * @param to accepted before this time
     */
    PacketSearch search(Optional<Instant> from, Optional<Instant> to) {
        if (from.isPresent() && to.isPresent() && !from.get().isBefore(to.get())) {
            throw Parameters.bad("to", "must be a time after \"from\"");
        }
        return new PacketSearch(target.orElse(""), type.orElse(""), key.orElse(""), states, from.orElse(null),
                to.orElse(null));
    }

    private static Set<PacketState> states(String text) {
        var known = Arrays.stream(PacketState.values()).collect(Collectors.toMap(PacketState::name, state -> state));
        var states = EnumSet.noneOf(PacketState.class);
        for (var name : text.split(",", -1)) {
            var state = known.get(name);
            if (state == null) {
                throw Parameters.bad("state", "must be of " + Arrays.stream(PacketState.values())
                        .map(PacketState::name).collect(Collectors.joining(", ")) + "; several with commas between");
            }
            states.add(state);
        }
        return states;
    }

    @Override
    public boolean test(PacketView packet) {
        return principal.reachesTarget(packet.id().target()) && states.contains(packet.state())
                && isOf(target, packet.id().target()) && isOf(type, packet.type()) && isOf(key, packet.key());
    }

    private static boolean isOf(Optional<String> wanted, String text) {
        return wanted.isEmpty() || wanted.get().equals(text);
    }
}
