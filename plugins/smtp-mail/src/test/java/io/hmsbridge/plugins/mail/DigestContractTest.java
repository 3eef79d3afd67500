package io.hmsbridge.plugins.mail;

import io.hmsbridge.testkit.contract.Capability;
import io.hmsbridge.testkit.contract.Counterpart;
import java.util.Set;

/** The same with digests; what a server may do was told before. */
class DigestContractTest extends MailContractTest {

    @Override
    protected Counterpart counterpart() throws Exception {
        return MailCounterpart.start().with("digest", 50L).failing(Set.of(". 451", ". 550",
                "AUTH 535", Counterpart.SILENT, Counterpart.CUT_AFTER_EFFECT));
    }

    @Override
    protected Set<Capability> capabilities() {
        return Set.of(Capability.PROBES, Capability.BATCHES);
    }
}
