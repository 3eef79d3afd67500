package io.hmsbridge.plugins.rest;

import io.hmsbridge.api.HttpCall;
import io.hmsbridge.api.Secret;
import io.hmsbridge.api.SendException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** How a call proves who sends it. Safe to use from many threads. */
@FunctionalInterface
public interface Login {

    /** No proof at all. */
    Login NONE = call -> call;

    /**
     * The call with its proof.
     *
     * @throws SendException if the proof has to be fetched first and cannot be
     */
    HttpCall on(HttpCall call) throws SendException, InterruptedException;

    /** Told of a call that was answered 401. @return whether another proof may do better, once */
    default boolean renew(HttpCall refused) {
        return false;
    }

    /** HTTP Basic, RFC 7617. */
    static Login basic(String user, Secret password) {
        var value = basicValue(user, password.reveal());
        return call -> call.header("Authorization", value);
    }

    static Login bearer(Secret token) {
        return call -> call.bearer(token);
    }

    /** A key in a header of that name. */
    static Login keyInHeader(String name, Secret key) {
        return call -> call.header(name, key.reveal());
    }

    /** A key among the query's parameters. */
    static Login keyInQuery(String name, Secret key) {
        var parameter = Percent.of(name) + "=" + Percent.of(key.reveal());
        return call -> {
            var separator = call.uri().getRawQuery() == null ? "?" : "&";
            return new HttpCall(call.method(), URI.create(call.uri() + separator + parameter), call.headers(),
                    call.body(), call.timeout());
        };
    }

    static String basicValue(String user, String password) {
        return "Basic "
                + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }
}
