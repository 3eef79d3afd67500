package io.hmsbridge.server.http;

import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http1.Http1Config;
import io.hmsbridge.core.Bridge;
import io.hmsbridge.core.ledger.Deadlines;
import io.hmsbridge.core.mapping.SheetStatus;
import io.hmsbridge.core.outbox.LaneStatus;
import io.hmsbridge.server.access.JwtTokens;
import io.hmsbridge.server.access.TokenBook;
import io.hmsbridge.server.metrics.Metrics;
import io.hmsbridge.server.tls.TlsException;
import io.hmsbridge.server.trace.Traces;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The HTTP API over a bridge, from {@link #start} to {@link #close}. */
public final class HttpApi implements AutoCloseable {

    private static final Duration SLOWEST_READ = Duration.ofSeconds(30);
    private static final Duration IDLE = Duration.ofMinutes(2);
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final WebServer server;
    private final PacketStream stream;
    private final SlowRequests slow;
    private final Optional<SecuredPort> secured;

    private HttpApi(WebServer server, PacketStream stream, SlowRequests slow, Optional<SecuredPort> secured) {
        this.server = server;
        this.stream = stream;
        this.slow = slow;
        this.secured = secured;
    }

    /**
     * Listens from its return on.
     *
     * @throws PortTakenException if the address cannot be listened on
     * @throws TlsException if the files for TLS cannot be used
     */
    public static HttpApi start(Bridge bridge, Metrics metrics, HttpOptions options) {
        return start(bridge, metrics, options, Optional.empty());
    }

    /** {@link #start(Bridge, Metrics, HttpOptions)} with traces of requests. */
    public static HttpApi start(Bridge bridge, Metrics metrics, HttpOptions options, Optional<Traces> traces) {
        var stream = new PacketStream(bridge, metrics.streams(), options.longestWrite());
        var slow = new SlowRequests(options.longestRead());
        var secured = options.tls().map(SecuredPort::of);
        var builder = WebServer.builder()
                .host(options.host())
                .port(options.port())
                .shutdownHook(false)
                .shutdownGracePeriod(GRACE)
                .idleConnectionTimeout(IDLE)
                .connectionOptions(socket -> socket.readTimeout(SLOWEST_READ).tcpNoDelay(true))
                .contentEncoding(encoding -> encoding.contentEncodingsDiscoverServices(false))
                .protocolsDiscoverServices(false)
                .addProtocol(Http1Config.builder().addReceiveListener(slow).build())
                .directHandlers(BeforeRouting.handlers())
                .routing(routing -> {
                    traces.ifPresent(some -> routing.addFilter(new RequestTraces(some)));
                    routing.addFilter(slow);
                    route(routing, bridge, metrics, stream, slow, options);
                });
        secured.ifPresent(port -> builder.tls(port.tls()));
        var server = builder.build();
        server.start();
        if (!server.isRunning()) { // it logs why, and goes on
            requireFree(options.host(), options.port());
            throw new PortTakenException(options.host(), options.port(), "it was in use a moment ago; try again");
        }
        secured.ifPresent(port -> port.follow(server));
        return new HttpApi(server, stream, slow, secured);
    }

    /**
     * Tries whether an address could be listened on now, for those who have much to start before the API.
     *
     * @throws PortTakenException if not
     */
    public static void requireFree(String host, int port) {
        var address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            throw new PortTakenException(host, port,
                    "the name is not known; http.host must be an address of this machine");
        }
        try (var socket = new ServerSocket()) {
            socket.bind(address);
        } catch (IOException e) {
            throw new PortTakenException(host, port, e.getMessage());
        }
    }

    /** The port it listens on. */
    public int port() {
        return server.port();
    }

    /** Takes no more requests, and gives those under way a few seconds. */
    @Override
    public void close() {
        secured.ifPresent(SecuredPort::close);
        stream.close();
        server.stop();
        slow.close();
    }

    private static void route(HttpRouting.Builder routing, Bridge bridge, Metrics metrics, PacketStream stream,
            SlowRequests slow, HttpOptions options) {
        var body = new RequestBody(options.bodyLimit(), slow);
        var measured = new MetricsResource(metrics);
        var events = new EventsResource(bridge, body);
        var acts = new ActsResource(bridge, body);
        var replays = new ReplaysResource(bridge, body);
        var packets = new PacketsResource(bridge);
        var dead = new DeadResource(bridge);
        var tries = new MappingsTryResource(bridge, body);
        var diffs = new MappingsDiffResource(bridge, body);
        var authors = new SheetAuthors(bridge.mappingsFolder());
        var governance = new GovernanceResource(bridge, body);
        var health = new HealthResource(bridge);
        routing.addFilter(measured);
        var book = new TokenBook(bridge.tokens(), options.token(), options.oidc().map(JwtTokens::new));
        var tokens = new TokensResource(bridge, book, body);
        routing.addFilter(new Authentication(book));
        routing.addFilter(new CallLimits(options.limits(), metrics));
        routing.error(Throwable.class, (_, response, thrown) -> Answer.problem(response, Problems.of(thrown)));
        List.of(Resource.get("/healthz", health::alive),
                Resource.get("/readyz", health::ready),
                Resource.get("/metrics", measured::get),
                Resource.get("/openapi.json", new OpenApiResource()::get),
                Resource.collection("/v1/events", events::get, events::post),
                Resource.get("/v1/events/{id}", events::one),
                Resource.get("/v1/packets", packets::get),
                Resource.get("/v1/packets/dead", dead::get),
                Resource.get("/v1/packets/scheduled", new ScheduledResource(bridge)::get),
                Resource.get("/v1/packets/{id}", packets::one),
                Resource.get("/v1/checkup", new CheckupResource(bridge)::get),
                Resource.get("/v1/ledger/conserved", new LedgerResource(bridge)::conserved),
                Resource.collection("/v1/acts", acts::get, acts::post),
                Resource.get("/v1/governance/blocked", governance::blocked),
                Resource.post("/v1/governance/decisions", governance::decide),
                Resource.get("/v1/governance/policies", governance::policies),
                Resource.get("/v1/governance/report", governance::report),
                Resource.collection("/v1/replays", replays::list, replays::post),
                Resource.get("/v1/replays/{id}", replays::get),
                Resource.post("/v1/replays/{id}/cancel", replays::cancel),
                Resource.get(PacketStream.PATH, stream::get),
                Listing.at("/v1/outbox", "packets", caller -> bridge.outbox().stream()
                        .filter(packet -> caller.targets().test(packet.id().target()))
                        .map(Sight.of(caller, bridge)::of)),
                Resource.get("/v1/calendar", new CalendarResource(bridge)::get),
                Listing.at("/v1/targets", "targets", caller -> targets(bridge, caller)),
                Resource.post("/v1/targets/{id}/probe",
                        new TargetResource(bridge, body)::probe),
                Resource.post("/v1/targets/{id}/test",
                        new TargetResource(bridge, body)::test),
                Listing.at("/v1/mappings", "mappings", _ -> mappings(bridge, authors)),
                Resource.post("/v1/mappings:diff", diffs::post),
                Resource.post("/v1/mappings:try", tries::post),
                Listing.at("/v1/plugins", "plugins", caller -> plugins(bridge, caller)),
                Resource.collection("/v1/tokens", Listing.of("tokens", _ -> tokens.list()), tokens::create),
                Resource.post("/v1/tokens/{id}/revoke", tokens::revoke))
                .forEach(resource -> resource.register(routing));
    }

    private static Stream<Map<String, Object>> targets(Bridge bridge, Caller caller) {
        var deadlines = bridge.deadlines();
        return bridge.targets().stream().filter(target -> caller.targets().test(target.name()))
                .map(target -> Shapes.of(target, deadlines.getOrDefault(target.name(), Deadlines.Standing.NONE)));
    }

    private static Stream<Map<String, Object>> plugins(Bridge bridge, Caller caller) {
        var targets = bridge.lanes().stream().map(LaneStatus::target)
                .filter(target -> caller.targets().test(target.name())).toList();
        return bridge.plugins().stream().map(plugin -> Shapes.of(plugin, targets));
    }

    private static Stream<Map<String, Object>> mappings(Bridge bridge, SheetAuthors authors) {
        var sheets = bridge.mappings();
        var known = authors.of(sheets.stream().map(SheetStatus::name).collect(Collectors.toSet()));
        return sheets.stream().map(sheet -> Shapes.of(sheet, Optional.ofNullable(known.get(sheet.name()))));
    }
}
