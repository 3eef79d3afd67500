package io.hmsbridge.plugins.rest;

import io.hmsbridge.api.Connector;
import io.hmsbridge.api.ConnectorContext;
import io.hmsbridge.api.Health;
import io.hmsbridge.api.HttpCall;
import io.hmsbridge.api.HttpReply;
import io.hmsbridge.api.Packet;
import io.hmsbridge.api.Previewing;
import io.hmsbridge.api.SendException;
import io.hmsbridge.api.SendResult;
import io.hmsbridge.api.Settings;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Sends packets to a REST service.
 *
 * @param <U> the settings of a use
 */
public class RestConnector<U extends Record> implements Connector, Previewing {

    /** Sheets have few uses, but they may be edited for years. */
    private static final int MOST_USES = 1000;

    private final ConnectorContext context;
    private final RestTarget target;
    private final Class<U> settings;
    private final Function<U, RestUse> compile;
    private final HttpCall health;
    private final Map<U, RestUse> uses = new ConcurrentHashMap<>();

    /** @param compile makes a use of its settings; a mistake in them is an {@link IllegalArgumentException} */
    public RestConnector(ConnectorContext context, RestTarget target, Class<U> settings,
            Function<U, RestUse> compile) {
        this.context = context;
        this.target = target;
        this.settings = settings;
        this.compile = compile;
        try {
            health = target.call("GET", Template.of(target.health()).path(PacketFields.ofKey("")));
        } catch (UnfitException e) {
            throw new IllegalArgumentException("'health': " + e.getMessage(), e);
        }
    }

    @Override
    public SendResult send(Packet packet) throws Exception {
        RestUse use;
        HttpCall call;
        try {
            use = use(packet.with());
            call = use.call(target, packet);
        } catch (UnfitException e) {
            return SendResult.reject(e.getMessage());
        }
        var label = use.label(target, call);
        try {
            var reply = exchange(call);
            return relabelled(receipt(use, reply, use.verdict().on(reply, label, context.clock()::instant)), call,
                    label);
        } catch (IllegalArgumentException e) { // a header that is the bridge's alone
            return SendResult.reject(String.valueOf(e.getMessage()).replace(call.label(), label));
        } catch (SendException e) {
            if (call.label().equals(label)) {
                throw e;
            }
            throw new SendException(e.kind(), e.getMessage().replace(call.label(), label), e.getCause());
        }
    }

    @Override
    public Health probe() throws Exception {
        return exchange(health).health();
    }

    @Override
    public String preview(Packet packet) {
        try {
            var call = use(packet.with()).call(target, packet);
            var text = new StringBuilder(call.method() + " " + call.uri() + "\n");
            call.headers().forEach((name, value) -> text.append(name).append(": ").append(value).append('\n'));
            return text.append('\n').append(switch (call.body()) {
                case HttpCall.Body.None() -> "";
                case HttpCall.Body.Json(var value) -> JsonText.of(value);
                case HttpCall.Body.Bytes(var bytes, _) -> new String(bytes, StandardCharsets.UTF_8);
            }).toString();
        } catch (UnfitException e) {
            return "no request: " + e.getMessage();
        }
    }

    /** One call with its login, and a second one if the login was found to be out of date. */
    HttpReply exchange(HttpCall call) throws SendException, InterruptedException {
        var sent = target.login().on(call);
        var reply = context.http().send(sent);
        return reply.status() == 401 && target.login().renew(sent)
                ? context.http().send(target.login().on(call)) : reply;
    }

    RestTarget target() {
        return target;
    }

    RestUse use(Settings with) throws UnfitException {
        var key = with.as(settings);
        var known = uses.get(key);
        if (known != null) {
            return known;
        }
        try {
            var made = compile.apply(key);
            if (uses.size() >= MOST_USES) {
                uses.clear();
            }
            uses.put(key, made);
            return made;
        } catch (IllegalArgumentException e) {
            throw new UnfitException("the sheet's `with` does not do: " + e.getMessage());
        }
    }

    private static SendResult receipt(RestUse use, HttpReply reply, SendResult result) {
        return result instanceof SendResult.Delivered(var receipt, var had) && use.receipt().isPresent()
                ? AnswerFields.find(reply, use.receipt().get())
                        .<SendResult>map(value -> new SendResult.Delivered(
                                receipt + " " + use.receipt().get() + "=" + value, had))
                        .orElse(result)
                : result;
    }

    private static SendResult relabelled(SendResult result, HttpCall call, String label) {
        var shown = call.label();
        if (shown.equals(label)) {
            return result;
        }
        return switch (result) {
            case SendResult.Delivered(var receipt, var had) ->
                    new SendResult.Delivered(receipt.replace(shown, label), had);
            case SendResult.Retry(var reason, var after, var scope) ->
                    new SendResult.Retry(reason.replace(shown, label), after, scope);
            case SendResult.Reject(var reason) -> SendResult.reject(reason.replace(shown, label));
            case SendResult.TargetFault(var reason) -> SendResult.targetFault(reason.replace(shown, label));
        };
    }
}
