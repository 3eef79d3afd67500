package io.hmsbridge.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ValuesTest {

    @Test
    void numbersKeepEveryDigit() {
        assertThat(Values.of(68)).isEqualTo(68L);
        assertThat(Values.of((byte) 1)).isEqualTo(1L);
        assertThat(Values.of(0.1)).isEqualTo(new BigDecimal("0.1"));
        assertThat(Values.of(0.1f)).isEqualTo(new BigDecimal("0.1"));
        assertThat(Values.of(new BigDecimal("68.00"))).isEqualTo(new BigDecimal("68.00"));
        assertThat(Values.of(BigInteger.TEN)).isEqualTo(10L);
        assertThat(Values.of(BigInteger.TWO.pow(63))).isEqualTo(BigInteger.TWO.pow(63));
        assertThat(Values.of(BigInteger.valueOf(Long.MIN_VALUE))).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void aCopyIsDeepOrderedAndUnmodifiable() {
        var inner = new ArrayList<Object>(List.of(1));
        inner.add(null);
        var map = new LinkedHashMap<String, Object>();
        map.put("z", inner);
        map.put("a", null);

        var copy = Values.ofMap(map);
        inner.clear();

        assertThat(copy.keySet()).containsExactly("z", "a");
        assertThat((List<?>) copy.get("z")).hasSize(2).first().isEqualTo(1L);
        assertThatThrownBy(() -> copy.put("b", 1)).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void whatIsNoJsonValueIsNamedByItsPath() {
        assertThatThrownBy(() -> Values.ofMap(Map.of("a", List.of(1, Map.of("b", Instant.EPOCH)))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("$.a[1].b: java.time.Instant");
        assertThatThrownBy(() -> Values.of(Double.NaN)).hasMessageStartingWith("$: NaN");
        assertThatThrownBy(() -> Values.of(Map.of(1, "x"))).hasMessageContaining("the key 1 is not a string");
    }

    @Test
    void aStructureThatHoldsItselfIsRefusedInsteadOfOverflowing() {
        var loop = new HashMap<String, Object>();
        loop.put("self", loop);

        assertThatThrownBy(() -> Values.ofMap(loop)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nested deeper than 100");
    }
}
