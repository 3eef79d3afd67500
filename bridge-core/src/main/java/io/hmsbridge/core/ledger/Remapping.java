package io.hmsbridge.core.ledger;

import io.hmsbridge.api.Event;
import java.util.List;

/** Maps and vets an event by what is in force now. Safe to use from many threads. */
@FunctionalInterface
public interface Remapping {

    List<NewPacket> map(Event event);
}
