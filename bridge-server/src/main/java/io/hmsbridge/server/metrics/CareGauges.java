package io.hmsbridge.server.metrics;

import io.hmsbridge.core.Bridge;
import io.hmsbridge.server.tls.Certificates;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.List;

/** What runs out some day and is somebody's to renew: room on the disk, certificates. */
final class CareGauges {

    private final MultiGauge free;
    private final MultiGauge kept;
    private final MultiGauge ends;
    private Bridge bridge;
    private Certificates certificates;

    CareGauges(MeterRegistry registry) {
        free = MultiGauge.builder("bridge.disk.free").baseUnit("bytes")
                .description("Room that is left on the disk of the embedded database").register(registry);
        kept = MultiGauge.builder("bridge.disk.kept").baseUnit("bytes")
                .description("Below so much room events are refused").register(registry);
        ends = MultiGauge.builder("bridge.certificate.ends.timestamp").baseUnit("seconds")
                .description("When the first certificate in a file of the HTTP API ends").register(registry);
    }

    synchronized void watch(Bridge watched) {
        bridge = watched;
    }

    synchronized void watch(Certificates watched) {
        certificates = watched;
    }

    synchronized void refresh() {
        if (bridge != null) {
            var disk = bridge.disk();
            free.register(disk.stream().<Row<?>>map(d -> Row.of(Tags.empty(), d.free())).toList(), true);
            kept.register(disk.stream().<Row<?>>map(d -> Row.of(Tags.empty(), d.kept())).toList(), true);
        }
        var known = certificates == null ? List.<Certificates.End>of() : certificates.ends();
        ends.register(known.stream().<Row<?>>map(end -> Row.of(Tags.of("of", end.of()), end.at().getEpochSecond()))
                .toList(), true);
    }
}
