package io.hmsbridge.core.outbox;

import io.hmsbridge.core.ledger.Entry.Ended;
import io.hmsbridge.core.ledger.Entry.Parked;
import io.hmsbridge.core.ledger.Folding;
import io.hmsbridge.core.ledger.Folding.Tightened;
import io.hmsbridge.core.ledger.LedgerUnavailableException;
import io.hmsbridge.core.ledger.Outcome;
import io.hmsbridge.core.ledger.Queued;
import io.hmsbridge.core.ledger.Vetting.Vetted;
import io.hmsbridge.core.outbox.Sender.Attempt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks again at packets that are about to go, where governance has another policy than when they were vetted: those of which less may
 * go become new revisions first, under keys of their own.
 */
record SecondLook(Guard guard, Folding folding) {

    private static final Logger LOG = LoggerFactory.getLogger(SecondLook.class);
    private static final Duration SOON = Duration.ofSeconds(1);

    /**
     * What came of it.
     *
     * @param going what goes, as it may
     * @param ended what does not
     */
    record Looked(List<Queued> going, List<Attempt> ended) {}

    /** @param packets to be sent to one target, in order */
    Looked at(List<Queued> packets, long epoch) {
        List<Tightened> tightened = List.of();
        try {
            for (var packet : packets) {
                var vetted = guard.again(packet);
                if (vetted.isPresent()) {
                    tightened = tightened.isEmpty() ? new ArrayList<>() : tightened;
                    tightened.add(new Tightened(packet, vetted.get()));
                }
            }
        } catch (LedgerUnavailableException e) {
            return new Looked(List.of(), waiting(packets, epoch, e));
        }
        return tightened.isEmpty() ? new Looked(packets, List.of()) : tighten(packets, tightened, epoch);
    }

    private Looked tighten(List<Queued> packets, List<Tightened> tightened, long epoch) {
        var going = new ArrayList<>(packets);
        going.removeAll(tightened.stream().map(Tightened::packet).toList());
        var ended = new ArrayList<Attempt>();
        try {
            var revised = folding.tighten(epoch, tightened);
            for (int i = 0; i < revised.size(); i++) {
                if (tightened.get(i).vetted() instanceof Vetted.Blocked blocked) {
                    ended.add(blocked(revised.get(i), epoch, blocked.reason()));
                } else {
                    going.add(revised.get(i));
                }
            }
        } catch (RuntimeException e) { // as they were they must not go
            ended.addAll(waiting(tightened.stream().map(Tightened::packet).toList(), epoch, e));
        }
        return new Looked(going, ended);
    }

    private static Attempt blocked(Queued packet, long epoch, String why) {
        LOG.atInfo().addKeyValue("packet", packet.id()).addKeyValue("policy", packet.governed().policy())
                .log("blocked by governance: {}", why);
        return new Attempt(new Ended(packet, epoch, packet.tries(), Outcome.BLOCKED, 0, why), Sender.Sign.AWAKE,
                Optional.empty());
    }

    private static List<Attempt> waiting(List<Queued> packets, long epoch, RuntimeException why) {
        LOG.atWarn().addKeyValue("packets", packets.size())
                .log("packets that are to be vetted again wait for the ledger: {}", why.getMessage());
        return packets.stream().map(packet -> waiting(packet, epoch)).toList();
    }

    private static Attempt waiting(Queued packet, long epoch) {
        return new Attempt(new Parked(packet, epoch, packet.tries(), Outcome.RETRY, 0,
                "to be vetted again, once the ledger can be asked", SOON), Sender.Sign.AWAKE, Optional.empty());
    }
}
