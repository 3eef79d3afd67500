package io.hmsbridge.plugins.files;

import io.hmsbridge.api.SendResult;
import java.util.AbstractList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The packets of a batch that do not fit, by their places. They are few: the others take no room. */
public final class Unfit {

    private final Map<Integer, SendResult.Reject> rejects = new LinkedHashMap<>();

    /** @param why for people */
    public void add(int place, String why) {
        rejects.put(place, new SendResult.Reject(why));
    }

    public int size() {
        return rejects.size();
    }

    Collection<SendResult.Reject> rejects() {
        return rejects.values();
    }

    /**
     * What a batch is told.
     *
     * @param size of the batch
     * @param others what those packets are told that fit
     */
    public List<SendResult> results(int size, SendResult others) {
        if (rejects.isEmpty()) {
            return Collections.nCopies(size, others);
        }
        return new AbstractList<>() {
            @Override
            public SendResult get(int index) {
                SendResult reject = rejects.get(Objects.checkIndex(index, size));
                return reject == null ? others : reject;
            }

            @Override
            public int size() {
                return size;
            }
        };
    }
}
