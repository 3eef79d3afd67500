package io.hmsbridge.testkit.contract;

import io.hmsbridge.api.Values;
import io.hmsbridge.api.VetRule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * What every rule of governance promises, as tests: subclass it, and the rule is held to its contract. A check that fails says which
 * {@link Breach} it found.
 */
public abstract class VetRuleContract {

    private static final int AT_ONCE = 16;
    private static final String MARK = "marked-value-7c1f60b2";
    private static final long NUMBER = 736_104_982_117L;

    /** The rule under test. */
    protected abstract VetRule rule();

    /** Who is to have the packets. */
    protected String target() {
        return "target";
    }

    /** Packets that must not leave. */
    protected abstract List<Map<String, Object>> objectionable();

    /** Packets that may leave, among them such as look nearly alike. */
    protected abstract List<Map<String, Object>> harmless();

    /** How long it may take for one packet, on a machine that has other work: a bridge blocks what takes five seconds. */
    protected Duration limit() {
        return Duration.ofSeconds(5);
    }

    @Test
    void itHasANameThatApproversCanUse() {
        var name = rule().name();
        Breach.MISNAMED.unless(name != null && name.matches("[a-z][a-z0-9-]{0,40}"), String.valueOf(name));
        Breach.MISNAMED.unless(name.equals(rule().name()), "it changes");
    }

    @Test
    void itObjectsToWhatMustNotLeaveAndToNothingElse() throws Exception {
        Breach.OBJECTED_WRONGLY.unless(!objectionable().isEmpty() && !harmless().isEmpty(), "there are no packets");
        for (var packet : objectionable()) {
            Breach.OBJECTED_WRONGLY.unless(ask(packet).filter(reason -> !reason.isBlank()).isPresent(),
                    "no objection, or no reason, to fields " + packet.keySet());
        }
        for (var packet : harmless()) {
            Breach.OBJECTED_WRONGLY.unless(ask(packet).isEmpty(), "an objection to fields " + packet.keySet());
        }
    }

    @Test
    void itQuotesNoValue() throws Exception {
        for (var packet : objectionable()) {
            var reason = ask(packet).orElse("");
            for (var value : texts(packet)) {
                Breach.QUOTED.unless(value.length() < 4 || !reason.contains(value), "a value of " + packet.keySet());
            }
        }
    }

    @Test
    void itChangesNothing() throws Exception {
        for (var packet : objectionable()) {
            var given = new LinkedHashMap<>(packet);
            ask(given);
            Breach.CHANGED.unless(given.equals(packet), "fields " + packet.keySet());
        }
    }

    @Test
    void itAnswersInTimeWhateverThePacket() throws Exception {
        long seed = new Random().nextLong();
        for (var text : Hostile.nonsense(seed)) {
            ask(Map.of("field", text, text, List.of(text, Map.of("k", NUMBER))));
        }
        for (var text : Hostile.longTexts(List.of(MARK))) {
            ask(Map.of("field", text));
        }
        for (var packet : objectionable()) {
            for (var field : packet.keySet()) {
                for (var strange : new Object[] {null, true, NUMBER, MARK, List.of(), Map.of("k", List.of(MARK))}) {
                    var given = new LinkedHashMap<>(packet);
                    given.put(field, strange);
                    ask(given);
                }
            }
        }
    }

    @Test
    void itAnswersAlikeByManyThreadsAtOnce() throws Exception {
        for (var packet : objectionable()) {
            var alone = ask(packet);
            Breach.NOT_STEADY.unless(ask(packet).equals(alone), "asked twice about fields " + packet.keySet());
            Hostile.askAtOnce(() -> rule().objection(target(), packet), alone, AT_ONCE, Duration.ofSeconds(30));
        }
    }

    private Optional<String> ask(Map<String, Object> packet) throws InterruptedException {
        var tested = rule();
        Values.of(packet); // of the types that packets have
        return Hostile.ask(() -> tested.objection(target(), packet), limit());
    }

    private static List<String> texts(Object value) {
        var texts = new ArrayList<String>();
        switch (value) {
            case Map<?, ?> map -> map.values().forEach(one -> texts.addAll(texts(one)));
            case List<?> list -> list.forEach(one -> texts.addAll(texts(one)));
            case null -> {}
            default -> texts.add(value.toString());
        }
        return texts;
    }
}
