package io.hmsbridge.server.checkup;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;

/**
 * How many files and connections this process has open, and may have.
 *
 * @param most the system's limit
 */
record OpenFiles(long open, long most) {

    /** Empty where the system has no such limit. */
    static Optional<OpenFiles> ofThisProcess() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                ? Optional.of(new OpenFiles(system.getOpenFileDescriptorCount(), system.getMaxFileDescriptorCount()))
                : Optional.empty();
    }
}
