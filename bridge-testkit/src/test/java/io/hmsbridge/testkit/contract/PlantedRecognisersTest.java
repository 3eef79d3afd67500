package io.hmsbridge.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import io.hmsbridge.api.Recogniser;
import io.hmsbridge.api.VetRule;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** The suites of governance's extensions themselves: sound ones pass, and each planted fault is found under its agreed message. */
class PlantedRecognisersTest {

    private static final Pattern CASE = Pattern.compile("\\bCN-[0-9]{4}-[0-9]{6}\\b");
    private static final Semaphore NEVER = new Semaphore(0);

    private static Recogniser recogniser;
    private static VetRule rule;
    private static Duration limit = Duration.ofSeconds(5);

    /** Run by this test alone: its name keeps it from being found. */
    static class Recognising extends RecogniserContract {

        @Override
        protected Recogniser recogniser() {
            return recogniser;
        }

        @Override
        protected List<String> examples() {
            return List.of("case [CN-2026-000417] is closed", "[CN-2026-000417], [CN-2025-110000]");
        }

        @Override
        protected List<String> counterExamples() {
            return List.of("CN-2026-00041", "XCN-2026-000417", "CN-2026-0004171", "order 2026-000417");
        }

        @Override
        protected Duration limit() {
            return limit;
        }
    }

    /** The same. */
    static class Ruling extends VetRuleContract {

        @Override
        protected VetRule rule() {
            return rule;
        }

        @Override
        protected List<Map<String, Object>> objectionable() {
            return List.of(Map.of("caseNumber", "CN-2026-000417", "lastName", "Okonkwo"));
        }

        @Override
        protected List<Map<String, Object>> harmless() {
            return List.of(Map.of("caseNumber", "CN-2026-000417"), Map.of("lastName", "Okonkwo"), Map.of());
        }
    }

    /** What is wrong with a recogniser. */
    record Planted(String name, String by, Breach found, Recogniser made) {

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Planted> aPlantedFaultOfARecogniserIsFound() {
        return Stream.of(
                new Planted("NONE", "", null, new Finding("case-number") {}),
                new Planted("NAME", "itHasANameThatPoliciesCanUse", Breach.MISNAMED, new Finding("Case Number") {}),
                new Planted("MISSES_THE_SECOND", "itFindsValuesWhereTheyStand", Breach.MISSED,
                        new Finding("case-number") {
                            @Override
                            public List<Found> find(String text, String field) {
                                return super.find(text, field).stream().limit(1).toList();
                            }
                        }),
                new Planted("TAKES_ANY_NUMBER", "itFindsNothingElse", Breach.FOUND_WRONGLY, new Finding("case-number") {
                    @Override
                    Matcher matcher(String text) {
                        return Pattern.compile("[0-9]{4}-[0-9]{6}").matcher(text);
                    }
                }),
                new Planted("BEYOND_THE_END", "whatItFindsLiesWithinTheText", Breach.OUT_OF_TEXT,
                        new Finding("case-number") {
                            @Override
                            public List<Found> find(String text, String field) {
                                int at = text.indexOf("CN-");
                                return at < 0 ? List.of() : List.of(new Found(at, at + 14));
                            }
                        }),
                new Planted("THROWS_ON_NONSENSE", "whatItFindsLiesWithinTheText", Breach.FAILED,
                        new Finding("case-number") {
                            @Override
                            public List<Found> find(String text, String field) {
                                return text.charAt(0) == 'x' ? List.of() : super.find(text, field);
                            }
                        }),
                new Planted("ANSWERS_NULL", "itFindsNothingElse", Breach.FAILED, new Finding("case-number") {
                    @Override
                    public List<Found> find(String text, String field) {
                        return super.find(text, field).isEmpty() ? null : super.find(text, field);
                    }
                }),
                new Planted("HANGS", "itAnswersInTimeWhateverTheText", Breach.NOT_IN_TIME, new Finding("case-number") {
                    @Override
                    public List<Found> find(String text, String field) {
                        if (text.length() > 10_000) {
                            NEVER.acquireUninterruptibly();
                        }
                        return super.find(text, field);
                    }
                }),
                new Planted("KEEPS_ONE_MATCHER", "itAnswersAlikeByManyThreadsAtOnce", Breach.NOT_STEADY,
                        new Finding("case-number") {
                            private int asked;

                            @Override
                            public List<Found> find(String text, String field) {
                                return ++asked % 3 == 0 ? List.of() : super.find(text, field);
                            }
                        }));
    }

    private abstract static class Finding implements Recogniser {

        private final String name;

        Finding(String name) {
            this.name = name;
        }

        @Override
        public String dataClass() {
            return name;
        }

        Matcher matcher(String text) {
            return CASE.matcher(text);
        }

        @Override
        public List<Found> find(String text, String field) {
            return matcher(text).results().map(m -> new Found(m.start(), m.end())).toList();
        }
    }

    @AfterEach
    void letGo() {
        NEVER.release(100);
    }

    @ParameterizedTest
    @MethodSource
    void aPlantedFaultOfARecogniserIsFound(Planted fault) {
        recogniser = fault.made;
        NEVER.drainPermits();
        limit = fault.found == Breach.NOT_IN_TIME ? Duration.ofMillis(150) : Duration.ofSeconds(5);
        if (fault.by.isEmpty()) {
            assertThat(failures(selectClass(Recognising.class), 6)).isEmpty();
        } else {
            assertThat(failures(selectMethod(Recognising.class, fault.by), 1)).singleElement().asString()
                    .startsWith(fault.found.message() + ": ");
        }
    }

    @Test
    void aSoundRulePassesAndPlantedFaultsAreFound() {
        holds("no-case-with-name", (_, content) -> together(content) ? Optional.of("a case goes with a name")
                : Optional.empty());
        assertThat(failures(selectClass(Ruling.class), 6)).isEmpty();

        holds("No Case", (_, _) -> Optional.empty());
        found("itHasANameThatApproversCanUse", Breach.MISNAMED);
        holds("lax", (_, _) -> Optional.empty());
        found("itObjectsToWhatMustNotLeaveAndToNothingElse", Breach.OBJECTED_WRONGLY);
        holds("strict", (_, _) -> Optional.of("never"));
        found("itObjectsToWhatMustNotLeaveAndToNothingElse", Breach.OBJECTED_WRONGLY);
        holds("quoting", (_, content) -> Optional.of(
                content.values().stream().map(String::valueOf).collect(Collectors.joining(" with "))));
        found("itQuotesNoValue", Breach.QUOTED);
        holds("changing", (_, content) -> Optional.ofNullable(content.remove("lastName")).map(_ -> "a name"));
        found("itChangesNothing", Breach.CHANGED);
        holds("casting", (_, content) -> Optional.of(content.get("lastName").toString()));
        found("itAnswersInTimeWhateverThePacket", Breach.FAILED);
        holds("counting", new Objecting() {
            private int asked;

            @Override
            public Optional<String> to(String target, Map<String, Object> content) {
                return ++asked % 3 == 0 ? Optional.empty() : Optional.of("a case goes with a name");
            }
        });
        found("itAnswersAlikeByManyThreadsAtOnce", Breach.NOT_STEADY);
    }

    private static boolean together(Map<String, Object> content) {
        return content.containsKey("caseNumber") && content.containsKey("lastName");
    }

    private interface Objecting {
        Optional<String> to(String target, Map<String, Object> content);
    }

    private static void holds(String name, Objecting objecting) {
        rule = new VetRule() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Optional<String> objection(String target, Map<String, Object> content) {
                return objecting.to(target, content);
            }
        };
    }

    private static void found(String by, Breach breach) {
        assertThat(failures(selectMethod(Ruling.class, by), 1)).singleElement().asString()
                .startsWith(breach.message() + ": ");
    }

    private static List<String> failures(DiscoverySelector selected, long atLeast) {
        var summary = new SummaryGeneratingListener();
        var request = LauncherDiscoveryRequestBuilder.request().selectors(selected).build();
        LauncherFactory.create().execute(request, summary);
        assertThat(summary.getSummary().getTestsFoundCount()).isGreaterThanOrEqualTo(atLeast);
        return summary.getSummary().getFailures().stream().map(f -> String.valueOf(f.getException().getMessage()))
                .toList();
    }
}
