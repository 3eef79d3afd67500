package io.hmsbridge.plugins.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.hmsbridge.core.json.ExactJson;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {

    @Test
    void whatIsWrittenReadsBackEqual() {
        var value = new LinkedHashMap<String, Object>();
        value.put("text", "Zoë \u0001\u001f\n\r\t\"\\/ 🚑\u2028");
        value.put("numbers",
                Arrays.asList(1L, -0L, new BigDecimal("68.00"), new BigDecimal("0.000000000000000000000001"),
                        new BigInteger("9".repeat(30)), null, true));
        value.put("empty", List.of(Map.of(), List.of(), ""));

        assertThat(ExactJson.read(Json.of(value))).isEqualTo(value);
        assertThat(Json.of(new BigDecimal("1E+3"))).isEqualTo("1E+3");
    }
}
