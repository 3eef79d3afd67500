package io.hmsbridge.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CpuTest {

    private static final long NOBODY = Integer.MAX_VALUE;

    @Test
    void whatOthersUseIsTheRestOfTheMachine() {
        var used = new Cpu(300_000, 200_000, 100_000, 1_000_000);

        assertThat(used.total()).isEqualTo(600_000);
        assertThat(used.othersPercent(1) * Runtime.getRuntime().availableProcessors()).isCloseTo(40, within(0.01));
    }

    @Test
    void whatThisProcessBurnsIsCounted() {
        var before = Cpu.of(NOBODY, NOBODY);
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(300);
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        var used = Cpu.of(NOBODY, NOBODY).since(before);

        assertThat(used.jvm()).isGreaterThan(50_000);
        assertThat(used.postgres()).isZero();
    }

    @Test
    void whatAChildOfTheServerBurnedIsCountedAfterItHasEnded() throws Exception {
        // A shell in the place of the server, whose child works and ends while the shell lives on.
        var shell = new ProcessBuilder("sh", "-c",
                "sh -c 'i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done'; echo; read x")
                .start();
        try {
            shell.inputReader().readLine();

            var used = Cpu.of(shell.pid(), NOBODY);

            assertThat(used.postgres()).isGreaterThan(50_000);
            assertThat(used.sink()).isZero();
        } finally {
            shell.outputWriter().close();
            assertThat(shell.waitFor(10, TimeUnit.SECONDS)).isTrue();
        }
    }
}
