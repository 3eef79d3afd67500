package io.hmsbridge.plugins.ftpflat;

import io.hmsbridge.api.ConnectorFactory;
import io.hmsbridge.testkit.contract.Capability;
import io.hmsbridge.testkit.contract.ConnectorContract;
import io.hmsbridge.testkit.contract.Counterpart;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import java.util.Set;

class FtpContractTest extends ConnectorContract {

    @Override
    protected ConnectorFactory factory() {
        return new FtpFlatConnectorFactory();
    }

    @Override
    protected Counterpart counterpart() throws Exception {
        return FtpSite.start();
    }

    @Override
    protected Set<Capability> capabilities() {
        return Set.of(Capability.BATCHES, Capability.DEDUPLICATES, Capability.PREVIEWS, Capability.PROBES);
    }

    /** Plain values only: a record holds no list and no map. */
    @Override
    protected Map<String, Map<String, Object>> samples() {
        return Map.of("one field", Map.of("dailyRate", new BigDecimal("68.00")),
                "Unicode", Map.of("name", "Zoë Ångström 東京 🚑 é \u202e\t\"\\/ </script>", "наряд", "ключ"),
                "30-digit decimals", Map.of("amount", new BigDecimal("123456789012345678901234567.890"),
                        "large", new BigInteger("9".repeat(30))),
                "1 MB", Map.of("text", "0123456789abcdeß".repeat(64 * 1024)));
    }
}
