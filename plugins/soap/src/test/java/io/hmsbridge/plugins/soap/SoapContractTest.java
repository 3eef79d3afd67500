package io.hmsbridge.plugins.soap;

import io.hmsbridge.api.ConnectorFactory;
import io.hmsbridge.testkit.contract.Capability;
import io.hmsbridge.testkit.contract.ConnectorContract;
import io.hmsbridge.testkit.contract.Counterpart;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The service does not look at the message id, so a call that is repeated has its effect twice. */
class SoapContractTest extends ConnectorContract {

    @Override
    protected ConnectorFactory factory() {
        return new SoapConnectorFactory();
    }

    @Override
    protected Counterpart counterpart() throws Exception {
        return SoapCounterpart.start();
    }

    @Override
    protected Map<String, ?> with() {
        return Map.of("wsdl", TestWsdl.file("rates.wsdl"), "operation", "UpdateRate");
    }

    @Override
    protected Map<String, Map<String, Object>> samples() {
        return Map.of("one field", Map.of("rate", new BigDecimal("68.00")),
                "long numbers", Map.of("rate", new BigDecimal("123456789012345678901234567.890"), "number",
                        new BigInteger("9".repeat(30))),
                "Unicode", Map.of("name", "Zoë Ångström 東京 🚑 é \u202e\t\"\\/ </script> ]]> & <![CDATA["),
                "a list", Map.of("grades", List.of(1L, 2L, Long.MAX_VALUE)),
                "empty", Map.of(), "an empty text", Map.of("name", ""),
                "1 MB", Map.of("name", "0123456789abcdeß".repeat(64 * 1024)));
    }

    @Override
    protected Set<Capability> capabilities() {
        return Set.of(Capability.PROBES, Capability.PREVIEWS, Capability.DESCRIBES);
    }
}
