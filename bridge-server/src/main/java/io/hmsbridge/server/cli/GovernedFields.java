package io.hmsbridge.server.cli;

import io.hmsbridge.core.GovernanceBench;
import io.hmsbridge.core.governance.Action;
import io.hmsbridge.core.governance.Finding;
import io.hmsbridge.core.governance.PolicyGovernance;
import io.hmsbridge.core.mapping.FieldSaying;
import java.util.Map;
import java.util.Optional;

/** What governance has to say of the fields of a sheet before there is any packet. */
record GovernedFields(PolicyGovernance governance) implements FieldSaying {

    @Override
    public Optional<Said> of(String target, Sent field) {
        return field.names().stream().flatMap(name -> governance.expected(target, name).stream()).findFirst()
                .map(finding -> said("by its name this field holds", finding, target))
                .or(() -> field.constant().flatMap(value -> held(target, field.names().getFirst(), value)))
                .or(() -> field.constant().isPresent() || field.names().stream().anyMatch(governance::hasHeardOf)
                        ? Optional.empty() : Optional.of(neverHeardOf(field.names().getFirst())));
    }

    /** A value that stands in the sheet can be vetted at once. */
    private Optional<Said> held(String target, String name, Object value) {
        return GovernanceBench.tryOut(governance, target, Map.of(name, value)).findings().stream()
                .filter(finding -> finding.action() != Action.ALLOW).findFirst()
                .map(finding -> said("this value holds", finding, target));
    }

    private static Said said(String what, Finding finding, String target) {
        return new Said("%s %s, which governance %s for %s (%s)".formatted(what, finding.dataClass().label(),
                Vetting.does(finding.action()), target, finding.rule()), "");
    }

    private static Said neverHeardOf(String name) {
        return new Said("governance has never heard of this field: neither its name nor the policy says what it holds",
                "Say so under `fields` of the policy: a class, or `none`, as in `" + name + ": none`.");
    }
}
