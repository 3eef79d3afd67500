package io.hmsbridge.core.governance;

import io.hmsbridge.api.Recogniser;
import io.hmsbridge.core.governance.Extensions.Loan;
import io.hmsbridge.core.governance.Governance.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What the plugins of a loan find and object to in one payload. Whatever they throw or answer, nothing of it quotes a value. */
record Foreign(Loan loan, Policy policy) {

    /**
     * Adds what their recognisers find.
     *
     * @param plain without disguises
     * @param field the name of the field, or empty
     */
    void find(String plain, String field, List<Match> found) {
        for (var recogniser : loan.recognisers()) {
            var label = asked(recogniser);
            List<Recogniser.Found> values;
            try {
                values = List.copyOf(recogniser.find(plain, field));
            } catch (RuntimeException | LinkageError | StackOverflowError e) {
                throw failed("recogniser of " + label, e);
            }
            for (var value : values) {
                if (value.start() < 0 || value.end() > plain.length() || value.start() >= value.end()) {
                    throw new ExtensionFailedException("the recogniser of " + label + " found what is not there");
                }
                found.add(new Match(policy.find(label).orElseGet(() -> new DataClass(label, 1)), value.start(),
                        value.end()));
            }
        }
    }

    private static String asked(Recogniser recogniser) {
        try {
            return recogniser.dataClass();
        } catch (RuntimeException | LinkageError e) {
            throw failed("recogniser", e);
        }
    }

    /** Blocks what their rules object to; nothing that an approver has released of it. */
    Verdict ruled(String target, Verdict verdict, Set<String> released) {
        if (!(verdict instanceof Verdict.Pass pass)) {
            return verdict;
        }
        var findings = new ArrayList<>(pass.findings());
        var reasons = new ArrayList<String>();
        for (var rule : loan.rules()) {
            var name = rule.name();
            try {
                rule.objection(target, pass.payload()).ifPresent(reason -> {
                    boolean passes = released.contains(name);
                    findings.add(new Finding(new DataClass(name, 1), "packet",
                            passes ? Action.ALLOW : Action.BLOCK, passes ? "released" : "plugin"));
                    if (!passes) {
                        reasons.add(name + ": " + reason);
                    }
                });
            } catch (RuntimeException | LinkageError | StackOverflowError e) {
                throw failed("rule " + name, e);
            }
        }
        return reasons.isEmpty() ? new Verdict.Pass(pass.payload(), List.copyOf(findings), pass.policy())
                : new Verdict.Block(String.join("; ", reasons), List.copyOf(findings), pass.policy());
    }

    private static ExtensionFailedException failed(String what, Throwable how) {
        return new ExtensionFailedException("the " + what + " failed: " + how.getClass().getSimpleName());
    }
}
