package io.hmsbridge.server.http;

import io.helidon.webserver.http.Handler;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** A resource that lists all of something that the caller may see, and takes no parameters. */
final class Listing {

    private Listing() {
    }

    static Resource at(String path, String name, Function<Caller, Stream<Map<String, Object>>> all) {
        return Resource.get(path, of(name, all));
    }

    static Handler of(String name, Function<Caller, Stream<Map<String, Object>>> all) {
        return (request, response) -> {
            Parameters.of(request);
            Answer.ok(response, Map.of(name, all.apply(Caller.of(request)).toList()));
        };
    }
}
