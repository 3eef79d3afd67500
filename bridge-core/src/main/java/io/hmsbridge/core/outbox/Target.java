package io.hmsbridge.core.outbox;

import io.hmsbridge.core.plugin.Pin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A target's lane and the connector that works in it. Its methods are called by one thread at a time, but for status. */
final class Target {

    private static final Logger LOG = LoggerFactory.getLogger(Target.class);

    private final Lane lane;
    private volatile TargetSpec spec;
    private volatile boolean fresh = true;
    private volatile String waitsFor = "it has not started yet";
    private volatile Crew crew;

    Target(Lane lane, TargetSpec spec) {
        this.lane = lane;
        this.spec = spec;
    }

    Lane lane() {
        return lane;
    }

    TargetSpec spec() {
        return spec;
    }

    /** Nothing was put to work in it yet. */
    boolean isNew() {
        return fresh;
    }

    /** A connector is at work in it. */
    boolean isWorking() {
        return waitsFor.isEmpty();
    }

    /**
     * Puts a crew to work by this spec. If its connector cannot be made, the crew before goes on by the spec before; if there
     * is none, packets wait and the reason is shown.
     *
     * @return whether the order of its packets has changed, so that its lane must begin anew
     */
    boolean follow(TargetSpec newSpec, Workshop workshop) throws ConnectorRefusedException, InterruptedException {
        fresh = false;
        long swaps = lane.swaps().count();
        boolean reordered = newSpec.order() != spec.order() || newSpec.onDead() != spec.onDead()
                || newSpec.coalesce() != spec.coalesce();
        try {
            var made = workshop.crew(lane, newSpec);
            spec = newSpec;
            waitsFor = made.isPresent() ? "" : "no plugin offers " + newSpec.connector() + as(newSpec.pin());
            crew = made.orElse(null);
            lane.assign(newSpec, made);
        } catch (ConnectorRefusedException e) {
            if (!waitsFor.isEmpty()) {
                spec = newSpec;
                waitsFor = e.getMessage();
            }
            throw e;
        }
        var log = waitsFor.isEmpty() ? LOG.atInfo() : LOG.atWarn();
        if (lane.swaps().count() > swaps) {
            log = log.addKeyValue("paused_ms", lane.swaps().last().toMillis());
        }
        log.addKeyValue("target", newSpec.name()).addKeyValue("connector", newSpec.connector())
                .addKeyValue("plugin", plugin())
                .log(waitsFor.isEmpty() ? "target ready" : "target waits: " + waitsFor);
        return reordered;
    }

    private static String as(Pin pin) {
        return pin.equals(Pin.NONE) ? "" : " as " + pin;
    }

    /** Whether its connector would come from the same plugin if it were made now. */
    boolean isUpToDate(Workshop workshop) {
        var at = crew;
        return at != null && workshop.isOffered(spec, at);
    }

    private String plugin() {
        var at = crew;
        return at == null ? "" : at.plugin();
    }

    /** @param owner the process that runs the lane, 0 for none, and this one */
    TargetStatus status(long waiting, long scheduled, int owner, int here) {
        if (!waitsFor.isEmpty()) {
            return new TargetStatus(lane.name(), spec.connector(), plugin(), TargetStatus.State.WAITING, waitsFor,
                    waiting,
                    scheduled);
        }
        if (lane.tenancy().epoch() == 0) {
            return new TargetStatus(lane.name(), spec.connector(), plugin(), TargetStatus.State.ELSEWHERE,
                    owner == 0 || owner == here ? "no process runs it yet" : "run by process " + owner, waiting,
                    scheduled);
        }
        var standstill = lane.standstill();
        var state = lane.isClosed() ? TargetStatus.State.CLOSED
                : standstill.isEmpty() ? TargetStatus.State.RUNNING : TargetStatus.State.PAUSED;
        return new TargetStatus(lane.name(), spec.connector(), plugin(), state, standstill, waiting, scheduled);
    }
}
