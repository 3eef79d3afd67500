package io.hmsbridge.plugins.files;

import io.hmsbridge.api.Packet;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Some packets of a list, which are looked up there each time: a list that reads its packets from elsewhere need not hold them.
 * Those that follow each other take the room of one.
 */
final class Selection extends AbstractList<Packet> {

    private final List<Packet> all;
    private int[] begins = new int[4]; // the first place of each run
    private int[] before = new int[4]; // how many were selected before that
    private int runs;
    private int size;
    private int next;

    /** None of them yet. */
    Selection(List<Packet> all) {
        this.all = all;
    }

    /** @param place in the list, behind all that were selected before */
    void select(int place) {
        if (runs == 0 || place != next) {
            if (runs == begins.length) {
                begins = Arrays.copyOf(begins, 2 * runs);
                before = Arrays.copyOf(before, 2 * runs);
            }
            begins[runs] = place;
            before[runs] = size;
            runs++;
        }
        size++;
        next = place + 1;
    }

    /** Where in the list a packet of this selection is. */
    int place(int index) {
        int found = Arrays.binarySearch(before, 0, runs, Objects.checkIndex(index, size));
        int run = found >= 0 ? found : -found - 2;
        return begins[run] + index - before[run];
    }

    @Override
    public Packet get(int index) {
        return all.get(place(index));
    }

    @Override
    public int size() {
        return size;
    }
}
