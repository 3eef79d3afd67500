package io.hmsbridge.plugins.files;

import io.hmsbridge.api.Packet;
import java.util.AbstractList;
import java.util.List;

/**
 * Some packets of a list, which are looked up there each time: a list that reads its packets from elsewhere need not hold them.
 */
public final class Selection extends AbstractList<Packet> {

    private final List<Packet> all;
    private final int[] places;

    /** @param places of its packets in the list, in order */
    public Selection(List<Packet> all, int[] places) {
        this.all = all;
        this.places = places;
    }

    @Override
    public Packet get(int index) {
        return all.get(places[index]);
    }

    @Override
    public int size() {
        return places.length;
    }
}
