package io.hmsbridge.benchmarks.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.hmsbridge.benchmarks.faults.Vitals.Course;
import io.hmsbridge.benchmarks.faults.Vitals.Figure;
import java.util.List;
import org.junit.jupiter.api.Test;

class VitalsTest {

    @Test
    void theSecondQuarterIsComparedWithTheLast() {
        assertThat(Course.of(List.of(900.0, 100.0, 500.0, 110.0))).isEqualTo(new Course(100, 110));
        assertThat(Course.of(List.of(1.0, 1.0, 2.0, 2.0, 3.0, 3.0, 4.0, 5.0))).isEqualTo(new Course(2, 5));
        assertThat(Course.of(List.of(7.0))).isEqualTo(new Course(7, 7));
    }

    @Test
    void aTenthMoreIsFlatAndABitMoreIsNot() {
        assertThat(new Course(100, 110).isFlat(Figure.HEAP)).isTrue();
        assertThat(new Course(100, 110.1).isFlat(Figure.HEAP)).isFalse();
        assertThat(new Course(100, 50).isFlat(Figure.HEAP)).isTrue();
    }

    @Test
    void aFewThreadsMoreSayNothingAndAFewMegabytesOfHeapDo() {
        assertThat(new Course(20, 23).isFlat(Figure.THREADS)).isTrue();
        assertThat(new Course(20, 24).isFlat(Figure.THREADS)).isFalse();
        assertThat(new Course(20, 23).isFlat(Figure.HEAP)).isFalse();
    }
}
