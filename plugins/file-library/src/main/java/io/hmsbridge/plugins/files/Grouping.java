package io.hmsbridge.plugins.files;

import io.hmsbridge.api.Packet;
import io.hmsbridge.api.SendResult;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a batch group by group. A group's packets stand together in one file; where all of a batch do, as is usual, nothing is kept
 * for each of them.
 *
 * @param key tells a packet's group
 * @param writing what is done with each group
 */
public record Grouping<G>(Key<G> key, Writing<G> writing) {

    /** Tells what the packets of a file have in common. */
    @FunctionalInterface
    public interface Key<G> {

        /** @throws UnfitException if the packet is for no file; so does an IllegalArgumentException say */
        G of(Packet packet) throws UnfitException;
    }

    /** Writes the packets of a group. */
    @FunctionalInterface
    public interface Writing<G> {

        /** @return a result for each packet, in order */
        List<SendResult> write(G group, List<Packet> packets) throws Exception;
    }

    /** @return a result for each packet, in order */
    public List<SendResult> send(List<Packet> packets) throws Exception {
        Map<G, Selection> groups = new LinkedHashMap<>();
        var unfit = new Unfit();
        G last = null;
        Selection selection = null;
        int place = 0;
        for (var packet : packets) {
            try {
                var group = key.of(packet);
                if (!group.equals(last)) {
                    last = group;
                    selection = groups.computeIfAbsent(group, _ -> new Selection(packets));
                }
                selection.select(place);
            } catch (UnfitException | IllegalArgumentException e) {
                unfit.add(place, e.getMessage());
            }
            place++;
        }
        return groups.size() == 1 && unfit.size() == 0 ? writing.write(last, packets) : write(packets, groups, unfit);
    }

    private List<SendResult> write(List<Packet> packets, Map<G, Selection> groups, Unfit unfit) throws Exception {
        var results = unfit.results(packets.size(), null).toArray(SendResult[]::new);
        for (var group : groups.entrySet()) {
            var selection = group.getValue();
            var written = writing.write(group.getKey(), selection);
            for (int i = 0; i < selection.size(); i++) {
                results[selection.place(i)] = written.get(i);
            }
        }
        return Arrays.asList(results);
    }
}
