package io.hmsbridge.core.support;

import io.hmsbridge.api.Connector;
import io.hmsbridge.api.ConnectorContext;
import io.hmsbridge.api.ConnectorFactory;
import io.hmsbridge.api.Packet;
import io.hmsbridge.api.SendResult;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

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
    private volatile Answer answer = DELIVERED;

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

    @Override
    public String name() {
        return name;
    }

    @Override
    public Connector create(ConnectorContext context) {
        return packet -> {
            sent.add(packet);
            return answer.to(packet);
        };
    }
}
