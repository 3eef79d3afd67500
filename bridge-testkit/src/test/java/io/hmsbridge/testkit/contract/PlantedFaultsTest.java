package io.hmsbridge.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import io.hmsbridge.api.ConnectorFactory;
import io.hmsbridge.planted.PinningFactory;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** The suite itself: a sound connector passes, and each planted fault is found under its agreed message. */
class PlantedFaultsTest {

    private static Fault planted = Fault.NONE;

    /** Run by this test alone: its name keeps it from being found. */
    static class Subject extends ConnectorContract {

        @Override
        protected ConnectorFactory factory() {
            return planted == Fault.PINS_ITS_CLASSES ? new PinningFactory() : new PlantedFactory(planted);
        }

        @Override
        protected Counterpart counterpart() throws Exception {
            var http = HttpCounterpart.start();
            // A faulty connector may fail in more ways than one, so there haste does no harm.
            http.with("base", http.uri().toString()).with("timeout", planted == Fault.NONE ? "2s" : "150ms");
            return planted == Fault.TOKEN_NOT_SET ? http : http.with("token", "t0ken/under+test");
        }

        @Override
        protected Set<Capability> capabilities() {
            var declared =
                    EnumSet.of(Capability.DEDUPLICATES, Capability.BATCHES, Capability.PROBES, Capability.PREVIEWS,
                            Capability.READS, Capability.DESCRIBES);
            switch (planted) {
                case CLAIMS_ORDER -> declared.add(Capability.ORDERS);
                case UNDECLARED_BATCHES -> declared.remove(Capability.BATCHES);
                case UNDECLARED_READING -> declared.remove(Capability.READS);
                case UNDECLARED_DEDUPLICATION -> declared.remove(Capability.DEDUPLICATES);
                default -> {}
            }
            return declared;
        }

        @Override
        protected Duration limit() {
            return planted == Fault.NONE ? super.limit() : Duration.ofSeconds(1);
        }
    }

    @AfterEach
    void unpin() {
        System.getProperties().remove(PinningFactory.PIN);
    }

    @ParameterizedTest
    @EnumSource
    void aPlantedFaultIsFound(Fault fault) {
        planted = fault;

        if (fault == Fault.NONE) {
            assertThat(failures(selectClass(Subject.class), 31)).isEmpty();
        } else {
            assertThat(failures(selectMethod(Subject.class, fault.by), 1))
                    .anySatisfy(message -> assertThat(message).startsWith(fault.found.message() + ": "));
        }
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
