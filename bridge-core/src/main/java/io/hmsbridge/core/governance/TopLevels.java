package io.hmsbridge.core.governance;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.commons.validator.routines.DomainValidator;
import org.apache.commons.validator.routines.DomainValidator.ArrayType;

/** The last parts that names of machines have: those of the Internet, and those that people use within their walls. */
final class TopLevels {

    private static final Set<String> KNOWN = new HashSet<>(List.of("local", "internal", "corp", "lan"));

    static {
        for (var type : List.of(ArrayType.GENERIC_RO, ArrayType.COUNTRY_CODE_RO, ArrayType.INFRASTRUCTURE_RO)) {
            KNOWN.addAll(Arrays.asList(DomainValidator.getTLDEntries(type)));
        }
    }

    private TopLevels() {}

    static boolean contain(String name) {
        return KNOWN.contains(name.toLowerCase(Locale.ROOT))
                || name.chars().anyMatch(c -> c >= 0x80) && DomainValidator.getInstance().isValidTld(name);
    }
}
