package io.hmsbridge.core.egress;

import java.time.Duration;

/** Amounts as people read them in a message. */
final class Words {

    private static final int MIB = 1024 * 1024;

    private Words() {}

    static String of(Duration duration) {
        long millis = duration.toMillis();
        return millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms";
    }

    static String ofBytes(int bytes) {
        return bytes % MIB == 0 ? bytes / MIB + " MiB" : bytes + " bytes";
    }
}
