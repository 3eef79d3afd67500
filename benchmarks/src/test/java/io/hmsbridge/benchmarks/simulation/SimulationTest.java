package io.hmsbridge.benchmarks.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The engine keeps its promises in random histories; and what breaks one is found. */
class SimulationTest {

    @Test
    void randomHistoriesKeepThePromises() {
        assertThat(run("--seeds", "250")).contains("broken: 0");
    }

    /** Each has shown a fault in the engine, or in the simulation. */
    @ParameterizedTest
    @ValueSource(longs = {328, 460, 726, 801, 973, 1016, 1330, 2143, 2858, 421, 462, 911, 1411, 1672, 2196, 2755, 2800})
    void whatHasBrokenAPromiseOnceDoesSoNoMore(long seed) {
        assertThat(run("--without", "WINDOWS", "--seeds", "1", "--seed", String.valueOf(seed))).contains("broken: 0");
    }

    /** These too, with windows. */
    @ParameterizedTest
    @ValueSource(longs = {780, 1516, 8193, 11473, 15885, 16556, 17366, 21541, 26705})
    void whatHasBrokenAPromiseWithWindowsDoesSoNoMore(long seed) {
        assertThat(run("--without", "DATES", "--seeds", "1", "--seed", String.valueOf(seed))).contains("broken: 0");
    }

    /** And with effective dates. */
    @ParameterizedTest
    @ValueSource(longs = {434, 700, 769, 912, 2156, 7580})
    void whatHasBrokenAPromiseWithEffectiveDatesDoesSoNoMore(long seed) {
        assertThat(run("--without", "REDIRECTS", "--seeds", "1", "--seed", String.valueOf(seed))).contains("broken: 0");
    }

    /** And with redirects. */
    @ParameterizedTest
    @ValueSource(longs = {25827, 1983, 36824, 55428})
    void whatHasBrokenAPromiseWithRedirectsDoesSoNoMore(long seed) {
        assertThat(run("--seeds", "1", "--seed", String.valueOf(seed))).contains("broken: 0");
    }

    @Test
    void theSameSeedGivesTheSameHistory() {
        for (long seed = 1; seed <= 10; seed++) {
            assertThat(Simulation.run(Plan.of(seed), Planted.NOTHING)).as("seed %d", seed)
                    .isEqualTo(Simulation.run(Plan.of(seed), Planted.NOTHING));
        }
        assertThat(LongStream.range(1, 10).map(seed -> Simulation.run(Plan.of(seed), Planted.NOTHING).fingerprint())
                .distinct()).hasSizeGreaterThan(5);
    }

    @ParameterizedTest
    @EnumSource(value = Planted.class, mode = EnumSource.Mode.EXCLUDE, names = "NOTHING")
    void aPlantedFaultIsFound(Planted fault) {
        assertThat(
                LongStream.rangeClosed(1, 150).filter(seed -> !Simulation.run(Plan.of(seed), fault).holds()).limit(1))
                .isNotEmpty();
    }

    @Test
    void aSeedThatBreaksAPromiseIsPrintedAndShrunk() {
        var seed = LongStream.rangeClosed(1, 60)
                .filter(s -> !Simulation.run(Plan.of(s), Planted.DROPS_A_ROW).holds()).findFirst().orElseThrow();

        assertThat(run("--seeds", "1", "--seed", String.valueOf(seed), "--plant", "DROPS_A_ROW"))
                .contains("seed " + seed + " breaks promises:").contains("has neither ended nor waits")
                .contains("broken: 1");
        var small = Shrinking.of(Plan.of(seed), Planted.DROPS_A_ROW);
        assertThat(small.actions()).hasSizeBetween(1, 8);
        assertThat(Simulation.run(small, Planted.DROPS_A_ROW).holds()).isFalse();
    }

    private static String run(String... options) {
        var out = new ByteArrayOutputStream();
        Simulate.run(options, new PrintStream(out, true, StandardCharsets.UTF_8));
        return out.toString(StandardCharsets.UTF_8);
    }
}
