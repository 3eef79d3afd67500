package io.hmsbridge.plugins.mail;

import io.hmsbridge.api.BatchConnector;
import io.hmsbridge.api.DurableState;
import io.hmsbridge.api.Health;
import io.hmsbridge.api.Packet;
import io.hmsbridge.api.SendException;
import io.hmsbridge.api.SendResult;
import io.hmsbridge.api.SendResult.Scope;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/** One mail for all packets that wait together and have use and recipients in common. */
final class Digests implements BatchConnector {

    private static final String OPENED = "digests-opened";
    /** Packets that come this soon after a round began still go with it: those of one window do not arrive as one. */
    private static final Duration ROUND = Duration.ofSeconds(10);

    private final Postman postman;
    private final int most;
    private final Optional<Duration> every;
    private final DurableState state;
    private final Clock clock;

    Digests(Postman postman, MailTarget settings, DurableState state, Clock clock) {
        this.postman = postman;
        this.most = settings.digest();
        this.every = settings.digestEvery();
        this.state = state;
        this.clock = clock;
    }

    @Override
    public int batchLimit() {
        return most;
    }

    @Override
    public List<SendResult> sendBatch(List<Packet> packets) throws Exception {
        var wait = untilNextRound();
        var results = new LinkedHashMap<Packet, SendResult>();
        var mails = new LinkedHashMap<Notice.Envelope, List<Notice>>();
        for (var packet : packets) {
            try {
                var notice = postman.notice(packet);
                mails.computeIfAbsent(notice.envelope(), _ -> new ArrayList<>()).add(notice);
            } catch (UnfitException e) {
                results.put(packet, SendResult.reject(e.getMessage()));
            }
        }
        for (var mail : mails.values()) {
            var result = wait.isPresent()
                    ? SendResult.retry("it goes with the next digest", wait.get(), Scope.TARGET)
                    : send(mail, mail.size() == packets.size());
            mail.forEach(notice -> results.put(notice.packet(), result));
        }
        return packets.stream().map(results::get).toList();
    }

    /** One mail that fails says nothing of the others; if there is no other, it may say all it knows. */
    private SendResult send(List<Notice> mail, boolean isAll) throws Exception {
        try {
            return postman.send(mail);
        } catch (SendException e) {
            if (isAll) {
                throw e;
            }
            return SendResult.retry(e.getMessage());
        }
    }

    /** How long until digests may go; empty if they may now, which begins a round. */
    private synchronized Optional<Duration> untilNextRound() {
        if (every.isEmpty()) {
            return Optional.empty();
        }
        var now = clock.instant();
        var opened = state.get(OPENED).map(bytes -> Instant.parse(new String(bytes, StandardCharsets.US_ASCII)));
        var next = opened.map(at -> at.plus(every.get())).orElse(now);
        if (!now.isBefore(next)) {
            state.put(OPENED, now.toString().getBytes(StandardCharsets.US_ASCII));
            return Optional.empty();
        }
        return now.isBefore(opened.orElseThrow().plus(ROUND)) ? Optional.empty()
                : Optional.of(Duration.between(now, next));
    }

    @Override
    public Health probe() throws IOException {
        return postman.probe();
    }

    @Override
    public void close() {
        postman.close();
    }

    @Override
    public String toString() {
        return "MailConnector with digests";
    }
}
