package io.hmsbridge.server.http;

import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A resource that lists all of something and takes no parameters. */
final class Listing {

    private Listing() {
    }

    static Resource at(String path, String name, Supplier<Stream<Map<String, Object>>> all) {
        return Resource.get(path, (request, response) -> {
            Parameters.of(request);
            Answer.ok(response, Map.of(name, all.get().toList()));
        });
    }
}
