package io.hmsbridge.core;

import io.hmsbridge.api.Packet.Form;
import io.hmsbridge.api.Packet.Origin;
import io.hmsbridge.core.Discretion.Named;
import io.hmsbridge.core.governance.ExtensionFailedException;
import io.hmsbridge.core.governance.Finding;
import io.hmsbridge.core.governance.Governance;
import io.hmsbridge.core.governance.Governance.Verdict;
import io.hmsbridge.core.governance.VetTimeoutException;
import io.hmsbridge.core.json.ExactJson;
import io.hmsbridge.core.json.WrittenMap;
import io.hmsbridge.core.ledger.Governed;
import io.hmsbridge.core.ledger.Governed.Found;
import io.hmsbridge.core.ledger.LedgerUnavailableException;
import io.hmsbridge.core.ledger.Queued;
import io.hmsbridge.core.ledger.Vetting;
import io.hmsbridge.core.outbox.Guard;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has governance decide on packets, and says what the ledger is to keep of it. What could not be vetted must not leave. */
record Vetter(Governance governance, Discretion discretion, PolicyVersions policies, SheetVersions sheets)
        implements Vetting, Guard {

    private static final Logger LOG = LoggerFactory.getLogger(Vetter.class);

    /** Everything passes. */
    boolean isIdle() {
        return governance.equals(Governance.ALLOW_ALL);
    }

    @Override
    public Vetted vet(Asked asked) {
        var key = discretion.key(asked.target(), asked.key(), asked.released());
        if (!key.blocked().isEmpty()) {
            return new Vetted.Blocked(key.name(), key.blocked(),
                    governed(new Verdict.Block("", List.of(), governance.policy()), key));
        }
        return asked.form() == Form.JSON_PATCH ? patch(asked, (List<?>) asked.content(), key) : fields(asked, key);
    }

    /** May only tighten: what is vetted is what was left before. */
    @Override
    public Optional<Vetted> again(Queued packet) {
        if (isIdle()) {
            return Optional.empty();
        }
        int inForce = policies.number(governance.policy());
        if (inForce == packet.governed().policy()) {
            return Optional.empty();
        }
        return Optional.of(vet(new Asked(packet.id().target(), packet.key(), packet.form(), packet.content(),
                packet.governed().released(), new Sources.OfSheet(packet.sheet(), packet.id().target())))).filter(
                        vetted -> !(vetted instanceof Vetted.Passed passed
                                && passed.key().equals(packet.key()) && passed.content().equals(packet.content())));
    }

    @Override
    public Origin origin(String target, Origin origin) {
        return discretion.origin(target, origin);
    }

    @Override
    public String told(String target, String text) {
        return discretion.told(target, text);
    }

    @SuppressWarnings("unchecked") // the forms but JSON_PATCH are maps
    private Vetted fields(Asked asked, Named key) {
        return switch (decided(asked, (Map<String, Object>) asked.content())) {
            case Verdict.Pass pass -> {
                var written = WrittenMap.of(pass.payload());
                yield new Vetted.Passed(key.name(), written, written.json(), governed(pass, key));
            }
            case Verdict.Block block -> new Vetted.Blocked(key.name(), block.reason(), governed(block, key));
        };
    }

    /** The values of a JSON Patch are vetted under their places; what is dropped is not done. */
    private Vetted patch(Asked asked, List<?> operations, Named key) {
        var decided = new PatchValues(operations).decided(values -> decided(asked, values));
        var governed = governed(decided.verdict(), key);
        return switch (decided.verdict()) {
            case Verdict.Block block -> new Vetted.Blocked(key.name(), block.reason(), governed);
            case Verdict.Pass _ when decided.operations().isEmpty() ->
                    new Vetted.Blocked(key.name(), "governance dropped every field", governed);
            case Verdict.Pass _ -> new Vetted.Passed(key.name(), decided.operations(),
                    ExactJson.write(decided.operations()), governed);
        };
    }

    /** @throws LedgerUnavailableException if the sheet that made it must be read, and cannot be at present */
    private Verdict decided(Asked asked, Map<String, Object> fields) {
        Map<String, String> sources;
        try {
            sources = switch (asked.sources()) {
                case Sources.Known(var known) -> known;
                case Sources.OfSheet(int sheet, var target) -> sheets.sources(sheet, target);
            };
        } catch (IllegalStateException e) { // it says which sheet, and nothing else
            return new Verdict.Block("what its fields hold cannot be told: " + e.getMessage());
        }
        try {
            return asked.released().isEmpty() && sources.isEmpty()
                    ? governance.vet(Governance.EXTERNAL_SYNC, asked.target(), fields)
                    : governance.vet(Governance.EXTERNAL_SYNC, asked.target(), fields, asked.released(), sources);
        } catch (RuntimeException e) {
            return failed(asked.target(), e);
        }
    }

    private static Verdict failed(String target, RuntimeException e) {
        var at = Arrays.stream(e.getStackTrace()).findFirst().map(StackTraceElement::toString).orElse("");
        // without the exception's own text, which may quote the payload
        LOG.atError().addKeyValue("target", target)
                .addKeyValue("error", e instanceof ExtensionFailedException ? e.getMessage() : e.getClass().getName())
                .addKeyValue("at", at).log("governance failed; the packet is blocked");
        boolean silent = e instanceof VetTimeoutException || e instanceof ExtensionFailedException;
        return new Verdict.Block("governance failed: " + (silent ? e.getMessage() : e.getClass().getSimpleName()));
    }

    private Governed governed(Verdict verdict, Named key) {
        return new Governed(policies.number(verdict.policy()),
                Stream.concat(key.findings().stream(), verdict.findings().stream()).map(Vetter::found).toList());
    }

    private static Found found(Finding finding) {
        return new Found(finding.dataClass().label(), finding.field(), finding.action().label(), finding.rule());
    }
}
