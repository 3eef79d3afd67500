package io.hmsbridge.server.config;

import io.hmsbridge.core.outbox.Limits;
import io.hmsbridge.core.outbox.Rate;
import io.hmsbridge.core.outbox.SharedLimits;
import io.hmsbridge.core.yaml.MapReader;
import io.hmsbridge.core.yaml.Suggestion;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The limits of targets, and those that are shared by name. */
final class LimitsBinding {

    private static final int MOST = 10_000;
    private static final long REQUESTS = 1_000;

    private final Map<String, SharedLimits> shared = new HashMap<>();

    /** @param limits those that are shared */
    LimitsBinding(MapReader limits) {
        for (var name : limits.keys()) {
            var together = limits.child(name).allowOnly("concurrency", "rate");
            if (together.keys().isEmpty()) {
                limits.error(name, "`" + name + "` limits nothing", "Write it like {concurrency: 8, rate: 50/s}.");
            }
            var concurrency = concurrency(together).map(n -> OptionalInt.of(n.intValue())).orElse(OptionalInt.empty());
            shared.put(name, new SharedLimits(name, concurrency, rate(together, "packets")));
        }
    }

    Limits of(MapReader target) {
        var limits = target.child("limits").allowOnly(ConfigKey.below("targets", ConfigKey.NAME, "limits"));
        long concurrency = concurrency(limits).orElse((long) Limits.DEFAULT.concurrency());
        return new Limits((int) concurrency, rate(limits, "packets"), share(limits));
    }

    /** Of one caller of the HTTP API. */
    static Limits ofCaller(MapReader http) {
        var limits = http.child("limits").allowOnly(ConfigKey.below("http", "limits"));
        return new Limits(concurrency(limits).orElse(REQUESTS).intValue(), rate(limits, "requests"));
    }

    private static Optional<Long> concurrency(MapReader limits) {
        return limits.integer("concurrency")
                .check(n -> n >= 1 && n <= MOST, "`concurrency` must be between 1 and 10000", "").optional();
    }

    private static Optional<Rate> rate(MapReader limits, String what) {
        return limits.text("rate").optional().flatMap(text -> rate(limits, text, what));
    }

    private static Optional<Rate> rate(MapReader limits, String text, String what) {
        try {
            var rate = Rate.parse(text);
            if (rate.isEmpty()) {
                limits.error("rate", "`rate` must be a number of " + what + " in a time",
                        "Write it like 50/s or 600/min.");
            }
            return rate;
        } catch (IllegalArgumentException e) {
            limits.error("rate", e.getMessage(), "");
            return Optional.empty();
        }
    }

    private Optional<SharedLimits> share(MapReader limits) {
        var name = limits.text("share").optional();
        name.filter(n -> !shared.containsKey(n)).ifPresent(n -> limits.error("share", "there are no limits `" + n + "`",
                Suggestion.didYouMean(n, shared.keySet(), "Write them below `limits` at the top.")));
        return name.map(shared::get);
    }
}
