package io.hmsbridge.testkit.contract;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Content that has come to harm on its way in one system or another. */
final class Samples {

    /** Content that must never be seen outside the target. */
    static final String CANARY = "canary-7d1f-content";

    private Samples() {}

    static Map<String, Map<String, Object>> all() {
        var samples = new LinkedHashMap<String, Map<String, Object>>();
        samples.put("one field", Map.of("dailyRate", new BigDecimal("68.00")));
        samples.put("Unicode", Map.of("name", "Zoë Ångström 東京 🚑 é \u202e\t\"\\/ </script>", "наряд", "ключ"));
        samples.put("30-digit decimals", Map.of("amount", new BigDecimal("123456789012345678901234567.890"),
                "small", new BigDecimal("0.000000000000000000000000000001"), "large", new BigInteger("9".repeat(30))));
        var nulls = new LinkedHashMap<String, Object>();
        nulls.put("gone", null);
        nulls.put("list", new ArrayList<>(java.util.Arrays.asList(null, 1L, "")));
        samples.put("nulls", nulls);
        samples.put("empty", Map.of());
        samples.put("empty values", Map.of("text", "", "list", List.of(), "map", Map.of()));
        samples.put("1 MB", Map.of("text", "0123456789abcdeß".repeat(64 * 1024)));
        return samples;
    }
}
