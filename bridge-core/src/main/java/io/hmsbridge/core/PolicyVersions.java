package io.hmsbridge.core;

import io.hmsbridge.core.governance.PolicyVersion;
import io.hmsbridge.core.ledger.Ledger;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The numbers under which the ledger keeps versions of the governance policy. */
final class PolicyVersions {

    private final Ledger ledger;
    private final Map<String, Integer> numbers = new ConcurrentHashMap<>();

    PolicyVersions(Ledger ledger) {
        this.ledger = ledger;
    }

    /** Of a version, which is kept on first sight; 0 where no policy decided. */
    int number(PolicyVersion version) {
        return version.hash().isEmpty() ? 0 : numbers.computeIfAbsent(version.hash(),
                hash -> ledger.policy(HexFormat.of().parseHex(hash), version.text()));
    }
}
