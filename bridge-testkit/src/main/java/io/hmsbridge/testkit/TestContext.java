package io.hmsbridge.testkit;

import io.hmsbridge.api.ConnectorContext;
import io.hmsbridge.api.ConnectorFactory;
import io.hmsbridge.api.DurableState;
import io.hmsbridge.api.Http;
import io.hmsbridge.api.Settings;
import io.hmsbridge.api.SettingsException;
import io.hmsbridge.core.egress.AddressPolicy;
import io.hmsbridge.core.egress.Egress;
import io.hmsbridge.core.egress.EgressSettings;
import io.hmsbridge.core.egress.Route;
import io.hmsbridge.core.egress.TargetEgress;
import java.lang.System.Logger;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.SocketFactory;

/**
 * What the bridge would hand to a connector: settings checked as from {@code bridge.yaml}, the bridge's own way out by
 * HTTP and sockets, leading to this machine too, and counters, state and log in memory. Close it when the connector is
 * closed.
 */
public final class TestContext implements ConnectorContext, AutoCloseable {

    /** The name of the target that connectors under test believe to serve. */
    public static final String TARGET = "under-test";

    private static final AddressPolicy ADDRESSES = AddressPolicy.allowing(List.of("127.0.0.0/8", "::1"));

    private final Settings settings;
    private final Egress egress = new Egress("test", Clock.systemUTC());
    private final TargetEgress way;
    private final Map<String, Long> counts = new ConcurrentHashMap<>();
    private final DurableState state = new StateInMemory();
    private final RecordingLogger logger = new RecordingLogger("connector." + TARGET);

    private TestContext(Settings settings, Route route) {
        this.settings = settings;
        this.way = egress.open(EgressSettings.of(ADDRESSES).by(route));
    }

    /**
     * @param written the target's settings, as in YAML: texts, whole numbers as {@code Long}, lists and maps
     * @throws SettingsException as the bridge would
     */
    public static TestContext of(ConnectorFactory factory, Map<String, ?> written) throws SettingsException {
        return of(factory, written, Map.of());
    }

    /** @param environment the environment variables that the settings may fall back on */
    public static TestContext of(ConnectorFactory factory, Map<String, ?> written, Map<String, String> environment)
            throws SettingsException {
        return new TestContext(factory.settings().read(written, environment::get), Route.DIRECT);
    }

    /** Calls go by {@code route}: through a proxy, or secured by a private authority or a client certificate. */
    public static TestContext by(Route route, ConnectorFactory factory, Map<String, ?> written)
            throws SettingsException {
        return new TestContext(factory.settings().read(written, _ -> null), route);
    }

    /** How far the counter of that name has been counted. */
    public long counted(String name) {
        return counts.getOrDefault(name, 0L);
    }

    /** The lines that the connector has logged, at every level, with their exceptions. */
    public List<String> logged() {
        return logger.lines();
    }

    @Override
    public String target() {
        return TARGET;
    }

    @Override
    public Settings settings() {
        return settings;
    }

    @Override
    public Http http() {
        return way.http();
    }

    @Override
    public SocketFactory sockets() {
        return way.sockets();
    }

    @Override
    public Logger logger() {
        return logger;
    }

    @Override
    public Clock clock() {
        return Clock.systemUTC();
    }

    @Override
    public void count(String name, long amount) {
        counts.merge(name, amount, Long::sum);
    }

    @Override
    public DurableState state() {
        return state;
    }

    @Override
    public void close() {
        egress.close();
    }

    private static final class StateInMemory implements DurableState {

        private final Map<String, byte[]> values = new ConcurrentHashMap<>();

        @Override
        public Optional<byte[]> get(String name) {
            return Optional.ofNullable(values.get(name)).map(byte[]::clone);
        }

        @Override
        public void put(String name, byte[] value) {
            values.put(name, value.clone());
        }

        @Override
        public void remove(String name) {
            values.remove(name);
        }
    }
}
