package io.hmsbridge.core;

import io.hmsbridge.api.Packet.Form;
import io.hmsbridge.core.ledger.Governed;
import io.hmsbridge.core.mapping.Mapped;
import io.hmsbridge.core.mapping.SheetBench;

/**
 * A packet as it would be, if its event came now.
 *
 * @param sheet the sheet that makes it
 * @param version of the sheet
 * @param packet as mapped
 * @param state where it would stand then: {@code QUEUED}, or the end it would have at once
 * @param content as governance lets it pass
 * @param detail why it would end
 * @param changed whether governance changed it
 * @param governed what governance found, and what it did
 * @param request what its connector would send, for people; empty if that is nothing, or the connector does not say
 */
public record TriedPacket(String sheet, String version, SheetBench.Tried.Packet packet, String state, Form form,
        Object content, String detail, boolean changed, Governed governed, String request) {

    /** Whether it would be sent, or kept as a shadow of what would. */
    boolean hasContent() {
        return state.equals("QUEUED") || packet.shadow() && packet.result() instanceof Mapped.Result.Content
                && state.equals("UNCHANGED");
    }

    TriedPacket with(String newRequest) {
        return new TriedPacket(sheet, version, packet, state, form, content, detail, changed, governed, newRequest);
    }
}
