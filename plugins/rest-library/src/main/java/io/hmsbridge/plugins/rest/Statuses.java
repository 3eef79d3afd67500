package io.hmsbridge.plugins.rest;

import java.util.List;
import java.util.regex.Pattern;

/** A set of HTTP statuses, written {@code 404} or {@code 2xx}. */
public final class Statuses {

    public static final Statuses NONE = new Statuses(List.of());

    private static final Pattern ONE = Pattern.compile("[1-5](\\d\\d|xx)");

    private final boolean[] has = new boolean[600];

    private Statuses(List<String> written) {
        for (var one : written) {
            if (!ONE.matcher(one).matches()) {
                throw new IllegalArgumentException("'" + one + "' is no status; write it like 404 or 2xx");
            }
            int from = Integer.parseInt(one.replace('x', '0'));
            for (int status = from; status <= (one.endsWith("xx") ? from + 99 : from); status++) {
                has[status] = true;
            }
        }
    }

    /** @throws IllegalArgumentException naming what is no status */
    public static Statuses of(List<String> written) {
        return written.isEmpty() ? NONE : new Statuses(written);
    }

    boolean has(int status) {
        return status >= 0 && status < has.length && has[status];
    }
}
