package io.hmsbridge.server.cli;

import io.hmsbridge.core.GovernanceBench.Vetted;
import io.hmsbridge.core.governance.Action;
import io.hmsbridge.core.governance.Finding;
import io.hmsbridge.core.governance.PolicyGovernance;
import io.hmsbridge.core.json.ExactJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** How commands show what governance did: class, field and rule, never a value. */
final class Vetting {

    private Vetting() {}

    /** The policy of a file, or the default one. */
    static PolicyGovernance policy(Optional<Path> file) throws IOException {
        return file.isEmpty() ? PolicyGovernance.byDefault() : policy(file.get());
    }

    static PolicyGovernance policy(Path file) throws IOException {
        if (!Files.isReadable(file)) {
            throw CommandFailure.invalid("cannot read " + file);
        }
        return PolicyGovernance.of(file, System::getenv);
    }

    /** As a verb: {@code masks}. */
    static String does(Action action) {
        return switch (action) {
            case ALLOW -> "allows";
            case MASK -> "masks";
            case HASH -> "hashes";
            case DROP -> "drops";
            case BLOCK -> "blocks";
        };
    }

    /** Adds the state, the content or why there is none, and what was done. */
    static void put(Map<String, Object> fields, Vetted vetted) {
        boolean passed = vetted.blocked().isEmpty();
        fields.put("state", passed ? "QUEUED" : "BLOCKED");
        fields.put(passed ? "content" : "detail", passed ? vetted.content() : vetted.blocked());
        fields.put("governance", vetted.findings().stream().map(Vetting::fields).toList());
    }

    static String forPeople(Vetted vetted) {
        return vetted.blocked().isEmpty() ? ExactJson.writeString(vetted.content()) + notes(vetted)
                : "BLOCKED: " + vetted.blocked();
    }

    static String notes(Vetted vetted) {
        return vetted.findings().isEmpty() ? ""
                : vetted.findings().stream().map(Finding::toString).collect(Collectors.joining("\n  ", "\n  ", ""));
    }

    private static Map<String, Object> fields(Finding finding) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("class", finding.dataClass().label());
        fields.put("field", finding.field());
        fields.put("action", finding.action().label());
        fields.put("rule", finding.rule());
        return fields;
    }
}
