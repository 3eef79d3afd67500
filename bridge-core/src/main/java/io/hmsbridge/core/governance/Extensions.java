package io.hmsbridge.core.governance;

import io.hmsbridge.api.Recogniser;
import io.hmsbridge.api.VetRule;
import java.util.List;

/** What plugins add to governance, as it is at a time. Safe to use from many threads. */
@FunctionalInterface
public interface Extensions {

    /** There are none. */
    Extensions NONE = () -> Loan.NOTHING;

    /** Those that are loaded now, lent: they stay loaded until the loan is closed. Quick. */
    Loan take();

    /**
     * Extensions that are lent.
     *
     * @param recognisers with the class loader that each expects
     * @param plugins where they come from: {@code case-numbers 1.0.0}
     * @param onClose gives them back; quick
     */
    record Loan(List<Recogniser> recognisers, List<VetRule> rules, List<String> plugins,
            Runnable onClose) implements AutoCloseable {

        public static final Loan NOTHING = new Loan(List.of(), List.of(), List.of(), () -> {});

        boolean isEmpty() {
            return recognisers.isEmpty() && rules.isEmpty();
        }

        @Override
        public void close() {
            onClose.run();
        }
    }
}
