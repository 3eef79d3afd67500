package io.hmsbridge.core.governance;

import io.hmsbridge.api.Recogniser;
import io.hmsbridge.api.VetRule;
import io.hmsbridge.core.governance.Extensions.Loan;
import io.hmsbridge.core.watch.FolderWatch;
import io.hmsbridge.core.yaml.Problem;
import io.hmsbridge.core.yaml.Suggestion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Vets by a policy: what it finds of the classes is masked, hashed, dropped or blocked. A policy file is followed as people
 * change it; one with errors is not brought into force, and the last good one stays. A payload that takes longer than five seconds ends
 * with {@link VetTimeoutException}, and one on which a plugin fails, or for which the policy asks for a plugin that is not there, with
 * {@link ExtensionFailedException}.
 */
public final class PolicyGovernance implements Governance, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PolicyGovernance.class);

    private final FieldNames names = new FieldNames();
    private final Path file;
    private final Function<String, String> environment;
    private final Bounds bounds = new Bounds();
    private volatile Policy policy;
    private volatile Extensions extensions = Extensions.NONE;
    private volatile boolean extended;
    private volatile Combined combined;
    private Duration limit = Duration.ofSeconds(5);
    private byte[] read = {};
    private FolderWatch watch;

    /** A policy together with plugins, made once for many payloads. */
    private record Combined(PolicyVersion base, List<String> plugins, Policy policy) {}

    private PolicyGovernance(Policy policy, Path file, Function<String, String> environment) {
        this.policy = policy;
        this.file = file;
        this.environment = environment;
    }

    /** By the default policy: what is found by content is masked. */
    public static PolicyGovernance byDefault() {
        return new PolicyGovernance(Policy.DEFAULT, Path.of(""), _ -> null);
    }

    /**
     * By a policy file as it is now.
     *
     * @param environment looks up the variable that holds the key of hashes; null for none
     * @throws PolicyException with every problem, if the file cannot be used
     */
    public static PolicyGovernance of(Path file, Function<String, String> environment) throws IOException {
        var content = Files.readAllBytes(file);
        var reading = PolicyReader.read(file.toString(), content, environment);
        var governance = new PolicyGovernance(
                reading.policy().orElseThrow(() -> new PolicyException(reading.problems())), file, environment);
        governance.read = content;
        return governance;
    }

    /**
     * By a policy file, followed from now on until this is closed.
     *
     * @param environment as for {@link #of}
     * @throws PolicyException with every problem, if the file cannot be used at first
     */
    public static PolicyGovernance follow(Path file, Function<String, String> environment) throws IOException {
        var governance = of(file, environment);
        governance.watch = FolderWatch.start(file.toAbsolutePath().getParent(), governance::reload);
        governance.reload(); // what changed in between
        return governance;
    }

    /** The same, with so much time for one payload. */
    PolicyGovernance within(Duration time) {
        limit = time;
        return this;
    }

    /** All that is wrong with a policy file. */
    public static List<Problem> check(Path file, Function<String, String> environment) throws IOException {
        return PolicyReader.read(file.toString(), Files.readAllBytes(file), environment).problems();
    }

    /** What came of the tests that stand in a policy file; empty if it has other errors. */
    public static List<TestResult> test(Path file, Function<String, String> environment) throws IOException {
        return PolicyReader.read(file.toString(), Files.readAllBytes(file), environment).tests();
    }

    /**
     * What stands for a value in the lists of the policy.
     *
     * @param byContent whether the value is known wherever it stands, or only in fields that are named for it
     */
    public record Entry(String text, boolean byContent) {}

    /**
     * An entry for the lists of the policy, {@code allow} and {@code deny}. No exception quotes the value.
     *
     * @throws IllegalArgumentException if there is no such class, if the policy has no key, or if the value would never be taken for one of
     *         the class
     */
    public Entry entry(String label, String value) {
        var inForce = policy;
        var dataClass = inForce.find(label).orElseThrow(() -> new IllegalArgumentException("there is no class `" + label
                + "`. " + Suggestion.didYouMean(label, Policy.labels(inForce.custom()), "")));
        var key = inForce.key().orElseThrow(() -> new IllegalArgumentException(
                "the policy has no key: name the environment variable that holds one with `hash_key_env`"));
        var known = PlainText.of(value).text().strip();
        var found = new ArrayList<>(ContentScan.find(known, Optional.of(dataClass), Budget.NONE));
        inForce.custom().forEach(one -> one.find(known, found));
        var match = found.stream().filter(one -> one.dataClass().equals(dataClass)).findFirst();
        if (match.isEmpty() && !FieldNames.mayHold(dataClass, known)) {
            throw new IllegalArgumentException("this is no " + label + ", and would never be taken for one");
        }
        return new Entry(key.entry(dataClass, match.map(one -> one.value(known)).orElse(known)), match.isPresent());
    }

    /** What would be done to a field for what its name says that it holds; empty if it would be let pass, or its name says nothing. */
    public Optional<Finding> expected(String target, String field) {
        var inForce = policy;
        return inForce.fields().of(field, List.of(field), Words.ofField(field)).map(dataClass -> {
            var rule = inForce.rule(target, dataClass);
            return new Finding(dataClass, field, rule.action(), rule.place());
        }).filter(finding -> finding.action() != Action.ALLOW);
    }

    /** Whether a field's name, or the policy, says what it holds. The default policy knows no fields, and misses none. */
    public boolean hasHeardOf(String field) {
        var inForce = policy;
        return inForce.equals(Policy.DEFAULT) || inForce.fields().know(field) || Words.ofField(field).isPresent();
    }

    @Override
    public Verdict vet(String action, String target, Map<String, Object> payload) {
        return vet(action, target, payload, Set.of());
    }

    @Override
    public Verdict vet(String action, String target, Map<String, Object> payload, Set<String> released) {
        return vet(action, target, payload, released, Map.of());
    }

    @Override
    public Verdict vet(String action, String target, Map<String, Object> payload, Set<String> released,
            Map<String, String> sources) {
        try (var loan = extensions.take()) {
            var inForce = inForce(loan);
            if (extended && inForce.asksPlugins()) {
                requireAll(inForce, loan);
            }
            return loan.isEmpty() ? vet(inForce, loan, action, target, payload, released, sources)
                    : bounds.within(limit, () -> vet(inForce, loan, action, target, payload, released, sources));
        }
    }

    private Verdict vet(Policy inForce, Loan loan, String action, String target, Map<String, Object> payload,
            Set<String> released, Map<String, String> sources) {
        Set<DataClass> classes = released.isEmpty() ? Set.of()
                : released.stream().flatMap(label -> inForce.find(label).stream()).collect(Collectors.toSet());
        var foreign = new Foreign(loan, inForce);
        var verdict =
                new Vet(inForce, names, inForce.rules(action, target, classes), Budget.of(limit), foreign, sources)
                        .verdict(payload);
        return action.equals(VIEW) ? verdict : foreign.ruled(target, verdict, released);
    }

    private static void requireAll(Policy inForce, Loan loan) {
        inForce.missing(loan.recognisers().stream().map(Recogniser::dataClass).toList(),
                loan.rules().stream().map(VetRule::name).toList()).ifPresent(missing -> {
                    throw new ExtensionFailedException(missing);
                });
    }

    /** With plugins it is another version: what they find belongs to what was decided. */
    private Policy inForce(Loan loan) {
        var base = policy;
        if (loan.isEmpty()) {
            return base;
        }
        var known = combined;
        if (known == null || !known.base.equals(base.version()) || !known.plugins.equals(loan.plugins())) {
            known = new Combined(base.version(), loan.plugins(), base.with(loan.plugins()));
            combined = known;
        }
        return known.policy;
    }

    @Override
    public void extendBy(Extensions added) {
        extensions = added;
        extended = true;
    }

    @Override
    public Verdict vetText(String action, String target, String what, String text, Set<String> released) {
        return vet(action, target, Map.of(what, text), released);
    }

    @Override
    public PolicyVersion policy() {
        try (var loan = extensions.take()) {
            return inForce(loan).version();
        }
    }

    synchronized void reload() {
        try {
            var content = Files.readAllBytes(file);
            if (!Arrays.equals(content, read)) {
                read = content;
                follow(PolicyReader.read(file.toString(), content, environment));
            }
        } catch (IOException e) {
            LOG.atWarn().addKeyValue("file", file)
                    .log("the governance policy cannot be read, the last good one stays in force: {}", e.toString());
        }
    }

    private void follow(PolicyReader.Reading reading) {
        if (reading.policy().isPresent()) {
            policy = reading.policy().get();
            LOG.atInfo().addKeyValue("file", file).log("governance policy in force");
        } else {
            LOG.atWarn().addKeyValue("file", file).log(
                    "governance policy refused, the last good one stays in force: {}",
                    reading.problems().stream().map(Problem::summary).collect(Collectors.joining("; ")));
        }
    }

    @Override
    public void close() {
        bounds.close();
        if (watch != null) {
            watch.close();
        }
    }
}
