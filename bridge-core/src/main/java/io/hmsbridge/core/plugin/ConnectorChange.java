package io.hmsbridge.core.plugin;

/**
 * A connector name whose factory changed.
 *
 * @param name as sheets and targets ask for it
 * @param inbound whether it brings events in
 */
public record ConnectorChange(Kind kind, String name, boolean inbound) {

    /** What happened to the name. */
    public enum Kind {
        /** It can be had from now on. */
        AVAILABLE,
        /** Another plugin, or another version, offers it from now on; leases of the old one stay good until closed. */
        REPLACED,
        /** It can no longer be had; leases stay good until closed. */
        GONE
    }
}
