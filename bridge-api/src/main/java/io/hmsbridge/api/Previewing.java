package io.hmsbridge.api;

/** A connector that can show the request it would make. */
public interface Previewing {

    /** The request as text for people, secrets left out. Sends nothing and touches no network. */
    String preview(Packet packet);
}
