package io.hmsbridge.core.egress;

import java.util.regex.Pattern;

/** Hosts written as numbers, which not everyone reads alike: {@code 0177.0.0.1} is 127.0.0.1 to some and 177.0.0.1 to others. */
final class NumericHost {

    private static final Pattern LEADING_ZERO = Pattern.compile("(?:[0-9]+\\.)*0[0-9]+(?:\\.[0-9]+)*\\.?");
    /** As the URL standard tells an address from a name. */
    private static final Pattern ENDS_IN_A_NUMBER =
            Pattern.compile("(?:.*\\.)?(?:[0-9]+|0x[0-9a-f]*)\\.?", Pattern.CASE_INSENSITIVE);

    private NumericHost() {}

    static boolean hasLeadingZero(String host) {
        return LEADING_ZERO.matcher(host).matches();
    }

    static boolean isNumber(String host) {
        return ENDS_IN_A_NUMBER.matcher(host).matches();
    }
}
