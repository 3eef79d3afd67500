package io.hmsbridge.core.governance;

import io.hmsbridge.core.governance.ContentScan.More;
import io.hmsbridge.core.governance.Governance.Verdict;
import io.hmsbridge.core.governance.Policy.Rule;
import io.hmsbridge.core.governance.Policy.Rules;
import io.hmsbridge.core.json.ExactJson;
import io.hmsbridge.core.json.JsonProblem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** One payload on its way to one target, under one policy. Nothing is copied but what is changed. */
@SuppressWarnings("ReferenceEquality") // what is unchanged is the same object
final class Vet {

    private static final Object DROPPED = new Object();
    private static final int MOST_FINDINGS = 100;
    private static final int LONGEST_JSON = 1_000_000;

    private final Policy policy;
    private final FieldNames names;
    private final Rules rules;
    private final Budget budget;
    private final List<String> path = new ArrayList<>();
    private final Set<Finding> findings = new LinkedHashSet<>();
    private final Set<Finding> blocked = new LinkedHashSet<>();
    private final Foreign foreign;
    private final Map<String, String> sources;
    private final More more;
    private boolean inJson;
    private DataClass lastFound;
    private Rule lastRule;

    /** Without plugins. */
    Vet(Policy policy, FieldNames names, Rules rules, Budget budget) {
        this(policy, names, rules, budget, new Foreign(Extensions.Loan.NOTHING, policy), Map.of());
    }

    Vet(Policy policy, FieldNames names, Rules rules, Budget budget, Foreign foreign,
            Map<String, String> sources) {
        this.foreign = foreign;
        this.sources = sources;
        more = policy.custom().isEmpty() && foreign.loan().isEmpty() ? More.NOTHING : this::more;
        this.policy = policy;
        this.names = names;
        this.rules = rules;
        this.budget = budget;
    }

    Verdict verdict(Map<String, Object> payload) {
        var vetted = map(payload);
        if (!blocked.isEmpty()) {
            findings.addAll(blocked);
            return new Verdict.Block(told(blocked), List.copyOf(findings), policy.version());
        }
        return vetted.isEmpty() && !payload.isEmpty()
                ? new Verdict.Block("governance dropped every field: " + told(findings), List.copyOf(findings),
                        policy.version())
                : new Verdict.Pass(vetted, List.copyOf(findings), policy.version());
    }

    private static String told(Set<Finding> findings) {
        return findings.stream().limit(10).map(Finding::toString).collect(Collectors.joining("; "))
                + (findings.size() > 10 ? "; and more" : "");
    }

    private Map<String, Object> map(Map<String, Object> map) {
        Map<String, Object> changed = null;
        for (var entry : map.entrySet()) {
            var name = names.of(entry.getKey());
            var matches = more.equals(More.NOTHING) ? name.matches()
                    : ContentScan.find(entry.getKey(), Optional.empty(), budget, more);
            path.add(matches.size() == name.matches().size() ? name.shown() : Mask.of(name.shown(), 0));
            Object key = matches.isEmpty() ? entry.getKey() : replaced(entry.getKey(), matches);
            Object value = key == DROPPED ? DROPPED
                    : value(entry.getValue(),
                            policy.fields().of(entry.getKey(), path, name.dataClass().or(this::bySource)));
            path.removeLast();
            if (changed == null && (key != entry.getKey() || value != entry.getValue())) {
                changed = before(map, entry.getKey());
            }
            if (changed != null && value != DROPPED) {
                changed.put(free((String) key, changed), value);
            }
        }
        return changed == null ? map : changed;
    }

    /** What a value was called where it comes from may say more than what it is called now. */
    private Optional<DataClass> bySource() {
        var source = sources.isEmpty() ? null
                : sources.get(path.size() == 1 ? path.getFirst() : SaidFields.bare(path));
        return source == null ? Optional.empty()
                : policy.fields().of(source, List.of(source), names.of(source).dataClass());
    }

    private static Map<String, Object> before(Map<String, Object> map, String key) {
        var before = new LinkedHashMap<String, Object>();
        for (var entry : map.entrySet()) {
            if (entry.getKey().equals(key)) {
                break;
            }
            before.put(entry.getKey(), entry.getValue());
        }
        return before;
    }

    /** Two keys may be the same once they are masked. */
    private static String free(String key, Map<String, Object> map) {
        var free = key;
        for (int i = 2; map.containsKey(free); i++) {
            free = key + "~" + i;
        }
        return free;
    }

    @SuppressWarnings("unchecked") // what is JSON has string keys
    private Object value(Object value, Optional<DataClass> field) {
        return switch (value) {
            case String text -> text(text, field);
            case Map<?, ?> map -> map((Map<String, Object>) map);
            case List<?> list -> list(list, field);
            case Number number when field.isPresent() || isLong(number) || !more.equals(More.NOTHING) -> {
                var text = number.toString();
                var vetted = text(text, field);
                yield vetted.equals(text) ? number : vetted;
            }
            case null, default -> value;
        };
    }

    private static boolean isLong(Number number) {
        return !(number instanceof Long small) || small >= 100_000_000_000_000L;
    }

    private Object list(List<?> list, Optional<DataClass> field) {
        List<Object> changed = null;
        for (int i = 0; i < list.size(); i++) {
            path.add("[" + i + "]");
            var value = value(list.get(i), field);
            path.removeLast();
            if (changed == null && value != list.get(i)) {
                changed = new ArrayList<>(list.subList(0, i));
            }
            if (changed != null && value != DROPPED) {
                changed.add(value);
            }
        }
        return changed == null ? list : changed;
    }

    private Object text(String text, Optional<DataClass> field) {
        if (HashKey.isHash(text)) {
            return text;
        }
        if (!inJson && looksLikeJson(text)) {
            var inner = json(text, field);
            if (inner.isPresent()) {
                return inner.get();
            }
        }
        budget.spend();
        var matches = ContentScan.find(text, field, budget, more);
        if (field.isPresent() && FieldNames.mayHold(field.get(), text)
                && matches.stream().noneMatch(match -> match.dataClass().equals(field.get()))) {
            matches = withField(field.get(), text, matches);
        }
        return matches.isEmpty() ? text : replaced(text, matches);
    }

    private void more(String plain, List<Match> found) {
        policy.custom().forEach(one -> one.find(plain, found));
        var field = path.isEmpty() ? "" : path.getLast();
        for (int i = path.size() - 1; i > 0 && field.startsWith("["); i--) {
            field = path.get(i - 1);
        }
        foreign.find(plain, field, found);
    }

    /** The whole text is what the field says, and what was found in it stays found: the field's class may be allowed. */
    private static List<Match> withField(DataClass field, String text, List<Match> found) {
        var matches = new ArrayList<Match>(found.size() + 1);
        matches.add(new Match(field, 0, text.length()));
        matches.addAll(found);
        return matches;
    }

    private static boolean looksLikeJson(String text) {
        var bare = text.isEmpty() || text.length() > LONGEST_JSON ? "" : text.strip();
        return bare.startsWith("{") && bare.endsWith("}") || bare.startsWith("[") && bare.endsWith("]");
    }

    /** JSON in a text is vetted as JSON, one level deep. */
    private Optional<Object> json(String text, Optional<DataClass> field) {
        Object inner;
        try {
            inner = ExactJson.read(text);
        } catch (JsonProblem _) {
            return Optional.empty(); // it is a text like any other
        }
        inJson = true;
        var vetted = value(inner, field);
        inJson = false;
        return Optional.of(vetted == inner ? text : vetted == DROPPED ? DROPPED : ExactJson.writeString(vetted));
    }

    private Object replaced(String text, List<Match> matches) {
        var changed = new StringBuilder();
        int at = 0;
        boolean gone = false;
        lastFound = null;
        lastRule = null;
        for (var match : matches) {
            var rule = rules.of(match.dataClass(), () -> match.value(text));
            if (rule.action() == Action.ALLOW) {
                found(match.dataClass(), rule);
                continue;
            }
            if (match.start() < at) { // seen to already, as another class
                gone |= rule.action().compareTo(Action.DROP) >= 0 && found(match.dataClass(), rule);
                if (match.end() > at) { // but for its end
                    changed.append(Mask.of(text.substring(at, match.end()), 0));
                    at = match.end();
                }
                continue;
            }
            var value = text.substring(match.start(), match.end());
            changed.append(text, at, match.start());
            at = match.end();
            gone |= found(match.dataClass(), rule);
            changed.append(instead(match.dataClass(), value, rule));
        }
        if (gone) {
            return DROPPED;
        }
        return at == 0 || text.contentEquals(changed.append(text, at, text.length())) ? text : changed.toString();
    }

    private String instead(DataClass dataClass, String value, Rule rule) {
        return rule.action() == Action.HASH && policy.key().isPresent()
                ? policy.key().get().hash(dataClass, PlainText.of(value).text()) : Mask.of(value, rule.show());
    }

    /** Keeps what was done; whether nothing of the field is left. */
    private boolean found(DataClass dataClass, Rule rule) {
        boolean goes = rule.action() == Action.BLOCK || rule.action() == Action.DROP;
        if (rule.equals(lastRule) && dataClass.equals(lastFound)) {
            return goes; // in the same text, which may be full of them
        }
        lastFound = dataClass;
        lastRule = rule;
        var into = rule.action() == Action.BLOCK ? blocked : findings;
        if (into.size() < MOST_FINDINGS) {
            into.add(new Finding(dataClass, FieldNames.path(path), rule.action(), rule.place()));
        }
        return goes;
    }
}
