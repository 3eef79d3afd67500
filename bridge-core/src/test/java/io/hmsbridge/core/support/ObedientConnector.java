package io.hmsbridge.core.support;

import io.hmsbridge.api.Connector;
import io.hmsbridge.api.ConnectorContext;
import io.hmsbridge.api.ConnectorFactory;
import io.hmsbridge.api.Health;
import io.hmsbridge.api.Packet;
import io.hmsbridge.api.SendResult;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A connector that remembers what it was sent and answers as it is told. */
public final class ObedientConnector implements ConnectorFactory {

    /** How to answer a packet. */
    @FunctionalInterface
    public interface Answer {
        SendResult to(Packet packet) throws Exception;
    }

    public static final Answer DELIVERED = _ -> SendResult.delivered("took it");

    private final String name;
    private final List<Packet> sent = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger probes = new AtomicInteger();
    private volatile Answer answer = DELIVERED;
    private volatile Health health = Health.unknown();
    private volatile Closing closing = () -> {};

    public ObedientConnector(String name) {
        this.name = name;
    }

    public void answers(Answer newAnswer) {
        answer = newAnswer;
    }

    /** Every attempt, in the order in which the attempts began. */
    public List<Packet> sent() {
        synchronized (sent) {
            return List.copyOf(sent);
        }
    }

    /** Forgets the attempts so far. */
    public void forget() {
        sent.clear();
    }

    @Override
    public String name() {
        return name;
    }

    /** How to close. */
    @FunctionalInterface
    public interface Closing {
        void close() throws Exception;
    }

    /** What closing a connector does from now on. */
    public void closes(Closing newClosing) {
        closing = newClosing;
    }

    /** What the probe answers from now on. */
    public void says(Health newHealth) {
        health = newHealth;
    }

    /** How often the probe was asked. */
    public int probes() {
        return probes.get();
    }

    @Override
    public Connector create(ConnectorContext context) {
        return new Connector() {
            @Override
            public SendResult send(Packet packet) throws Exception {
                sent.add(packet);
                return answer.to(packet);
            }

            @Override
            public Health probe() {
                probes.incrementAndGet();
                return health;
            }

            @Override
            public void close() throws Exception {
                closing.close();
            }
        };
    }
}
