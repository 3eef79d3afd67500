package io.hmsbridge.plugins.csvdrop;

import io.hmsbridge.api.ConnectorFactory;
import io.hmsbridge.testkit.contract.Capability;
import io.hmsbridge.testkit.contract.ConnectorContract;
import io.hmsbridge.testkit.contract.Counterpart;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import java.util.Set;

class AppendContractTest extends ConnectorContract {

    @Override
    protected ConnectorFactory factory() {
        return new CsvDropConnectorFactory();
    }

    @Override
    protected Counterpart counterpart() throws Exception {
        return new CsvFolder("append");
    }

    @Override
    protected Set<Capability> capabilities() {
        return Set.of(Capability.BATCHES, Capability.PREVIEWS, Capability.PROBES);
    }

    /** Plain values only: a cell holds no list and no map. */
    @Override
    protected Map<String, Map<String, Object>> samples() {
        return Map.of("one field", Map.of("dailyRate", new BigDecimal("68.00")),
                "Unicode", Map.of("name", "Zoë Ångström 東京 🚑 é \u202e\t\"\\/ </script>", "наряд", "ключ"),
                "30-digit decimals", Map.of("amount", new BigDecimal("123456789012345678901234567.890"),
                        "small", new BigDecimal("0.000000000000000000000000000001"), "large",
                        new BigInteger("9".repeat(30))),
                "line ends", Map.of("text", "one\r\ntwo\nthree\rfour, \"five\""),
                "1 MB", Map.of("text", "0123456789abcdeß".repeat(64 * 1024)));
    }
}
