package io.hmsbridge.testkit.contract;

import io.hmsbridge.api.Event;
import io.hmsbridge.core.Bridge;
import io.hmsbridge.core.ledger.PacketState;
import io.hmsbridge.core.ledger.PacketView;
import io.hmsbridge.testkit.Wire;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** A target of a bridge with a counterpart of its own behind a wire, and what has become of its packets when that had a fault. */
final class NetworkFault implements AutoCloseable {

    private static final Pattern ADDRESS = Pattern.compile("(?<=(?:127\\.0\\.0\\.1|localhost):)\\d+");
    private static final String PORT = "port";
    private static final int KEYS = 2;
    /** Before the fault, while it lasts, and after it. */
    private static final int EVENTS = 6;
    /** Counterparts may share what they tell effects by: no two faults have packets of the same content. */
    private static final int APART = 100;

    private final Wire.Manner manner;
    private final Counterpart counterpart;
    private final Wire wire;
    private final List<Long> events = new ArrayList<>();

    NetworkFault(Wire.Manner manner, Counterpart counterpart) throws Exception {
        this.manner = manner;
        this.counterpart = counterpart;
        wire = new Wire(port(counterpart.settings()));
    }

    /** The target's name, and the last part of its events' type. */
    String name() {
        return manner.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Settings that lead to the counterpart over the wire. */
    Map<String, Object> settings() {
        var settings = new LinkedHashMap<String, Object>();
        counterpart.settings()
                .forEach((setting, value) -> settings.put(setting, setting.equals(PORT) ? (long) wire.port()
                        : value instanceof String text ? ADDRESS.matcher(text).replaceAll(String.valueOf(wire.port()))
                                : value));
        return settings;
    }

    private static int port(Map<String, Object> settings) {
        for (var setting : settings.entrySet()) {
            if (setting.getKey().equals(PORT)) {
                return ((Number) setting.getValue()).intValue();
            }
            var address = ADDRESS.matcher(setting.getValue().toString());
            if (address.find()) {
                return Integer.parseInt(address.group());
            }
        }
        throw new IllegalArgumentException("none of the counterpart's settings " + settings.keySet()
                + " leads to 127.0.0.1:PORT; where there is no network, networkFaults() has none");
    }

    /** Sends while all is well, while it is not, and when it is again. Nothing is lost, and all comes in order. */
    void happen(Bridge bridge, String type, Duration limit) throws InterruptedException {
        emit(bridge, type);
        await(bridge, limit);
        wire.behave(manner);
        emit(bridge, type);
        Breach.NOT_IN_TIME.unless(Bench.eventually(limit, () -> wire.faults() > 1),
                "nothing met twice with " + manner + " while in the bridge's outbox is " + bridge.outbox());
        wire.behave(Wire.Manner.PASS);
        emit(bridge, type);
        check(await(bridge, limit));
    }

    private void emit(Bridge bridge, String type) {
        for (int i = 0; i < EVENTS; i++) {
            long rate = rate(events.size());
            events.add(bridge.emit(Event.of(type, Map.of("rate", rate, "key", key(rate)))).number());
        }
    }

    private long rate(int event) {
        return (long) APART * manner.ordinal() + event;
    }

    private static String key(long rate) {
        return "key-" + rate % KEYS;
    }

    private List<PacketView> await(Bridge bridge, Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        var packets = new ArrayList<PacketView>();
        for (long event : events) {
            packets.addAll(bridge.await(event, Duration.ofNanos(end - System.nanoTime())));
        }
        Breach.WRONG_OUTCOME.unless(packets.size() == events.size()
                && packets.stream().allMatch(packet -> packet.state() == PacketState.SENT),
                manner + " in a bridge: " + packets);
        return packets;
    }

    private void check(List<PacketView> packets) {
        var rates = counterpart.effects().stream().map(effect -> ((Map<?, ?>) effect.content()).get("rate"))
                .map(rate -> ((Number) rate).longValue()).filter(rate -> rate / APART == manner.ordinal()).toList();
        for (int i = 0; i < packets.size(); i++) {
            long rate = rate(i);
            long effects = rates.stream().filter(other -> other == rate).count();
            Breach.NOT_EXACT.unless(effects >= 1 && effects <= packets.get(i).tries(),
                    manner + ": a packet that was sent after " + packets.get(i).tries() + " attempts had " + effects
                            + " effects");
        }
        Breach.NOT_EXACT.unless(rates.stream().allMatch(rate -> rate < rate(packets.size())),
                manner + ": there are effects of no packet among " + rates);
        for (long key = 0; key < KEYS; key++) {
            var name = key(key);
            var ofKey = rates.stream().filter(rate -> key(rate).equals(name)).toList();
            Breach.NOT_ORDERED.unless(ascends(ofKey.stream().distinct().toList())
                    && ascends(ofKey.reversed().stream().distinct().toList().reversed()),
                    manner + ": of one key there came " + ofKey);
        }
    }

    private static boolean ascends(List<Long> rates) {
        return rates.equals(rates.stream().sorted().toList());
    }

    @Override
    public void close() throws Exception {
        try (counterpart) {
            wire.close();
        }
    }
}
