package io.hmsbridge.server.http;

import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.hmsbridge.api.PacketId;
import io.hmsbridge.core.Bridge;
import io.hmsbridge.core.ledger.Found;
import io.hmsbridge.core.ledger.PacketQuery;
import io.hmsbridge.core.ledger.PacketSearch;
import io.hmsbridge.core.ledger.PacketView;
import io.hmsbridge.core.problem.ProblemCode;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code GET /v1/packets}: the ledger's packets, the newest first, a page at a time. */
final class PacketsResource {

    private static final long USUAL = 50;
    private static final long MOST = 1_000;

    private static final Pattern ID = Pattern.compile("(?:pkt-)?(\\d{1,18})(?:\\.(\\d{1,9}))?@(.+)");

    private final Bridge bridge;

    PacketsResource(Bridge bridge) {
        this.bridge = bridge;
    }

    void get(ServerRequest request, ServerResponse response) {
        var parameters = Parameters.of(request, "event", "target", "type", "key", "state", "from", "to", "limit",
                "before");
        int limit = (int) parameters.number("limit", 1, MOST).orElse(USUAL);
        var event = parameters.number("event", 1, Long.MAX_VALUE);
        long before = parameters.number("before", 1, Long.MAX_VALUE).orElse(Long.MAX_VALUE);
        var caller = Caller.of(request);
        var filter = PacketFilter.of(parameters, caller);
        var search = filter.search(parameters.time("from"), parameters.time("to"));
        var sight = Sight.of(caller, bridge);
        var found = !sight.showsAsItIs(search.key()) ? new Found<Long>(List.of(), Optional.empty())
                : event.isPresent() ? ofEvent(event.getAsLong(), search, limit)
                        : search.equals(PacketSearch.ALL.ofTarget(search.target()))
                                ? listed(search.target(), before, limit)
                                : bridge.search(search, before, limit);
        Answer.ok(response, new JsonObject()
                .with("packets", found.packets().stream().map(sight::seen).filter(filter).map(Shapes::of).toList())
                .with("before", found.next().orElse(null)).fields());
    }

    private Found<Long> ofEvent(long event, PacketSearch search, int limit) {
        var packets = bridge.packets(new PacketQuery(event, event, search.target(), limit));
        return new Found<>(packets.stream().filter(search::isAcceptedInTime).toList(), Optional.empty());
    }

    /** However many of them are not of the caller's targets. */
    private Found<Long> listed(String target, long before, int limit) {
        // One more tells whether there is a next page, and where it begins.
        var packets = bridge.packets(PacketQuery.latest(limit + 1).before(before).ofTarget(target));
        boolean more = packets.size() > limit;
        var page = more ? wholeEvents(packets, limit) : packets;
        return new Found<>(page, more ? Optional.of(page.getLast().id().event()) : Optional.empty());
    }

    /** {@code GET /v1/packets/pkt-17@payroll}: one, with its content as the caller may see it. */
    void one(ServerRequest request, ServerResponse response) {
        var revision = Parameters.of(request, "revision").number("revision", 0, Integer.MAX_VALUE);
        var caller = Caller.of(request);
        var text = request.path().pathParameters().get("id");
        var id = Optional.of(ID.matcher(text)).filter(Matcher::matches)
                .map(m -> new PacketId(Long.parseLong(m.group(1)), m.group(3),
                        m.group(2) == null ? 0 : Integer.parseInt(m.group(2)), (int) revision.orElse(0)));
        id.ifPresent(one -> caller.requireTarget(one.target()));
        Answer.ok(response, id.flatMap(Sight.of(caller, bridge)::packet).orElseThrow(() -> new HttpProblem(404,
                ProblemCode.NO_SUCH_PACKET, "there is no packet " + Parameters.shown(text))));
    }

    /** Leaves an event that is cut by the limit to the next page, unless it is all there is. */
    private static List<PacketView> wholeEvents(List<PacketView> packets, int limit) {
        long last = packets.getLast().id().event();
        var whole = packets.stream().filter(packet -> packet.id().event() != last).toList();
        return whole.isEmpty() ? packets.subList(0, limit) : whole;
    }
}
