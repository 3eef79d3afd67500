package io.hmsbridge.plugins.files;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/** Tells of which day a packet is: the {@code {date}} of names, headers and trailers. */
@FunctionalInterface
public interface Dating {

    /** @param accepted when the packet's event was accepted */
    LocalDate of(Instant accepted);

    /** The day that the calendar of a zone shows. */
    static Dating in(ZoneId zone) {
        return accepted -> accepted.atZone(zone).toLocalDate();
    }
}
