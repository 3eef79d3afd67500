package io.hmsbridge.core;

import io.hmsbridge.api.Packet.Origin;
import io.hmsbridge.core.governance.Action;
import io.hmsbridge.core.governance.Finding;
import io.hmsbridge.core.governance.Governance;
import io.hmsbridge.core.governance.Governance.Verdict;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Vets the texts that go along with packets: keys, where they come from, what targets answer. A key or a subject that may not be
 * known becomes a pseudonym: as it would be masked, and a keyed hash behind it, so that two that differ still do.
 */
final class Discretion {

    private static final Pattern PSEUDONYM = Pattern.compile("(.*)~[0-9a-f]{16}", Pattern.DOTALL);
    private static final String WITHHELD = "(withheld: governance failed)";
    private static final String TEXT = "text";

    private final Governance governance;
    private final UnaryOperator<String> hash;

    /** @param hash 16 hexadecimal digits for a text, always the same, from which nobody can guess it */
    Discretion(Governance governance, UnaryOperator<String> hash) {
        this.governance = governance;
        this.hash = hash;
    }

    /**
     * A name that was vetted.
     *
     * @param name as it may be known
     * @param blocked why its packet must not leave because of it, or empty
     */
    record Named(String name, List<Finding> findings, String blocked) {

        private static Named asItIs(String name) {
            return new Named(name, List.of(), "");
        }
    }

    /** What a target may know the subject or the id of an event by. */
    String name(String target, String name) {
        return named("origin", target, name, Set.of()).name;
    }

    /** What a target may know a packet's key by. */
    Named key(String target, String key, Set<String> released) {
        return named("key", target, key, released);
    }

    private Named named(String what, String target, String name, Set<String> released) {
        if (governance.equals(Governance.ALLOW_ALL) || name.isEmpty()) {
            return Named.asItIs(name);
        }
        var matcher = name.indexOf('~') < 0 ? null : PSEUDONYM.matcher(name);
        var bare = matcher != null && matcher.matches() ? matcher.group(1) : name; // as it was vetted before
        try {
            return switch (governance.vetText(Governance.EXTERNAL_SYNC, target, what, bare, released)) {
                case Verdict.Pass pass when bare.equals(pass.payload().get(what)) ->
                        new Named(name, pass.findings(), "");
                case Verdict.Pass pass -> new Named(pseudonym(pass.payload().get(what), bare), pass.findings(), "");
                case Verdict.Block block when block.findings().stream().anyMatch(f -> f.action() == Action.DROP) ->
                        new Named(pseudonym("", bare), block.findings(), "");
                case Verdict.Block block -> new Named(pseudonym("", bare), block.findings(), block.reason());
            };
        } catch (RuntimeException _) { // whatever it says may quote the name
            return new Named(pseudonym("", bare), List.of(), "governance failed on the packet's " + what);
        }
    }

    private String pseudonym(Object masked, String name) {
        return (masked instanceof String text ? text : "") + "~" + hash.apply(name);
    }

    /** What a target may know of where a packet comes from. */
    Origin origin(String target, Origin origin) {
        var id = name(target, origin.id());
        var subject = name(target, origin.subject());
        return id.equals(origin.id()) && subject.equals(origin.subject()) ? origin
                : new Origin(origin.source(), id, origin.type(), subject, origin.time(), origin.acceptedAt());
    }

    /** What a target answered, fit for the ledger and the log. */
    String told(String target, String text) {
        return governance.equals(Governance.ALLOW_ALL) || text.isEmpty() ? text
                : vetted(Governance.EXTERNAL_SYNC, target, text);
    }

    /** A text as it may be known; what is blocked or dropped as a whole leaves nothing but the word for it. */
    String vetted(String action, String target, String text) {
        try {
            return switch (governance.vetText(action, target, TEXT, text, Set.of())) {
                case Verdict.Pass pass -> pass.payload().get(TEXT) instanceof String vetted ? vetted : "(withheld)";
                case Verdict.Block _ -> "(withheld)";
            };
        } catch (RuntimeException _) { // whatever it says may quote the text
            return WITHHELD;
        }
    }
}
