package io.hmsbridge.benchmarks.simulation;

import io.hmsbridge.api.BatchConnector;
import io.hmsbridge.api.Connector;
import io.hmsbridge.api.ConnectorContext;
import io.hmsbridge.api.ConnectorFactory;
import io.hmsbridge.api.Health;
import io.hmsbridge.api.Packet;
import io.hmsbridge.api.SendException;
import io.hmsbridge.api.SendResult;
import io.hmsbridge.api.SendResult.Scope;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** All targets of a simulation, and the connector that reaches them from one machine. */
final class SimulatedTarget {

    /** The connector's name. */
    static final String CONNECTOR = "Simulated";

    private final World world;
    private final Consumer<Fact> facts;
    private final Consumer<Packet> received;
    private final Map<String, Mood> moods = new HashMap<>();
    private final Set<String> taken = new HashSet<>();

    /** @param received told of each packet that a target has taken */
    SimulatedTarget(World world, Consumer<Fact> facts, Consumer<Packet> received) {
        this.world = world;
        this.facts = facts;
        this.received = received;
    }

    void become(String target, Mood mood) {
        moods.put(target, mood);
    }

    /** From now on all take what comes. */
    void heal() {
        moods.clear();
    }

    private Mood mood(String target) {
        return moods.getOrDefault(target, Mood.GOOD);
    }

    ConnectorFactory from(Machine machine, int node) {
        return new ConnectorFactory() {
            @Override
            public String name() {
                return CONNECTOR;
            }

            @Override
            public Connector create(ConnectorContext context) throws InterruptedException {
                machine.pause();
                return context.target().endsWith("batch") ? new Batching(machine, node, context.target())
                        : new Single(machine, node, context.target());
            }
        };
    }

    private class Single implements Connector {

        private final Machine machine;
        private final int node;
        private final String target;

        Single(Machine machine, int node, String target) {
            this.machine = machine;
            this.node = node;
            this.target = target;
        }

        @Override
        public SendResult send(Packet packet) throws Exception {
            handedOver(packet);
            return answer(packet);
        }

        final void handedOver(Packet packet) {
            facts.accept(new Fact.Sent(target, node, packet.id(), packet.key(), packet.sequence(),
                    packet.idempotencyKey(), new TreeMap<>(packet.fields())));
        }

        final SendResult answer(Packet packet) throws Exception {
            machine.pause();
            boolean heads = world.random().nextBoolean();
            return switch (mood(target)) {
                case GOOD -> take(packet);
                case SLOW -> {
                    machine.sleep(Duration.ofMillis(world.random().nextInt(9_000)));
                    var result = take(packet);
                    machine.sleep(Duration.ofMillis(world.random().nextInt(9_000)));
                    yield result;
                }
                case FLAKY -> heads ? take(packet) : SendResult.retry("not now");
                case AMBIGUOUS -> {
                    if (heads) {
                        take(packet);
                    }
                    throw new SendException(SendException.Kind.UNKNOWN, "no answer");
                }
                case LYING -> {
                    take(packet);
                    yield SendResult.retry("I have not got it");
                }
                case REJECTING -> heads ? take(packet) : refuse(packet);
                case FAULTY -> SendResult.targetFault("the password has expired");
                case BUSY -> SendResult.retry("too many", Duration.ofSeconds(3), Scope.TARGET);
                case ASLEEP -> throw new IOException("connection refused");
                case HANGING -> {
                    if (heads) {
                        take(packet);
                    }
                    machine.sleep(Duration.ofSeconds(60));
                    throw new IOException("no answer within a minute");
                }
                case BROKEN -> {
                    if (heads) {
                        throw new AssertionError("a bug in the connector");
                    }
                    yield null;
                }
            };
        }

        private SendResult refuse(Packet packet) {
            facts.accept(new Fact.Refused(packet.id()));
            return SendResult.reject("no such grade");
        }

        private SendResult take(Packet packet) throws InterruptedException {
            boolean had = !taken.add(packet.idempotencyKey());
            facts.accept(new Fact.Took(target, packet.id(), packet.key(), packet.sequence(),
                    new TreeMap<>(packet.fields())));
            received.accept(packet);
            machine.pause();
            return had ? SendResult.alreadyHad("had it") : SendResult.delivered("took it");
        }

        @Override
        public Health probe() {
            return switch (mood(target)) {
                case ASLEEP, HANGING -> Health.asleep("connection refused");
                case FAULTY -> Health.asleep("the password has expired");
                default -> Health.awake("up");
            };
        }
    }

    private final class Batching extends Single implements BatchConnector {

        Batching(Machine machine, int node, String target) {
            super(machine, node, target);
        }

        @Override
        public int batchLimit() {
            return 3;
        }

        @Override
        public List<SendResult> sendBatch(List<Packet> packets) throws Exception {
            packets.forEach(this::handedOver);
            var results = new ArrayList<SendResult>();
            for (var packet : packets) {
                results.add(answer(packet));
            }
            return results;
        }
    }
}
