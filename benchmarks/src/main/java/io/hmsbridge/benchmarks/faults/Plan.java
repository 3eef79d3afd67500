package io.hmsbridge.benchmarks.faults;

import io.hmsbridge.benchmarks.faults.plugin.FaultyConnectorFactory;
import io.hmsbridge.benchmarks.history.HistoryCheck.Due;
import io.hmsbridge.testkit.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * What a {@link Scene} is made of.
 *
 * @param nodes how many servers share the database
 * @param perSecond how many events are emitted in a second, at most
 * @param databaseByWire whether the servers reach PostgreSQL through a {@link Wire}
 * @param targetsByWire whether they reach the targets through one
 * @param connector of the target {@link Scene#SINK}
 * @param badManners for each, one more target whose connector misbehaves so
 * @param poison of so many events one is refused by its target for ever; 0 for none
 * @param clock the one that can be set
 */
record Plan(int nodes, int perSecond, boolean databaseByWire, boolean targetsByWire, String connector,
        List<String> badManners, int poison, Clock clock) {

    /** Whose clock can be set, apart from all others. */
    enum Clock {
        OF_NOBODY, OF_SERVERS, OF_POSTGRES
    }

    static final String REST = "RestConnector";

    private static final int FAST = 600;

    static Plan simple() {
        return new Plan(1, FAST, false, false, REST, List.of(), 0, Clock.OF_NOBODY);
    }

    Plan nodes(int more) {
        return new Plan(more, perSecond, databaseByWire, targetsByWire, connector, badManners, poison, clock);
    }

    Plan perSecond(int rate) {
        return new Plan(nodes, rate, databaseByWire, targetsByWire, connector, badManners, poison, clock);
    }

    Plan wiredDatabase() {
        return new Plan(nodes, perSecond, true, targetsByWire, connector, badManners, poison, clock);
    }

    Plan wiredTargets() {
        return new Plan(nodes, perSecond, databaseByWire, true, connector, badManners, poison, clock);
    }

    Plan connector(String name) {
        return new Plan(nodes, perSecond, databaseByWire, targetsByWire, name, badManners, poison, clock);
    }

    Plan badTargets(List<String> manners) {
        return new Plan(nodes, perSecond, databaseByWire, targetsByWire, connector, manners, poison, clock);
    }

    Plan poison(int oneIn) {
        return new Plan(nodes, perSecond, databaseByWire, targetsByWire, connector, badManners, oneIn, clock);
    }

    Plan settable(Clock whose) {
        return new Plan(nodes, perSecond, databaseByWire, targetsByWire, connector, badManners, poison, whose);
    }

    /** Whether an event of this value is refused by its target. */
    boolean poisons(long value) {
        return poison > 0 && value % poison == 0;
    }

    /** What is to arrive of an event, by its id. */
    Function<String, List<Due>> due() {
        return id -> {
            var event = Event.of(id);
            return poisons(event.value()) ? List.of()
                    : targets().stream().map(target -> new Due(target, event.key(), event.content())).toList();
        };
    }

    /** The names of all targets. */
    List<String> targets() {
        var all = new ArrayList<>(badManners);
        all.addFirst(Scene.SINK);
        return all;
    }

    String connectorOf(String target) {
        return target.equals(Scene.SINK) ? connector : FaultyConnectorFactory.NAME;
    }
}
