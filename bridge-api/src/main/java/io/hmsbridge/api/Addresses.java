package io.hmsbridge.api;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** Appends paths to base addresses. A connector asks for the same few with every packet, so those made last are kept. */
final class Addresses {

    private record Made(URI base, String below, URI address) {}

    /** A power of two; addresses that share a place take turns in it. */
    private static final int PLACES = 64;

    private static final AtomicReferenceArray<Made> LAST = new AtomicReferenceArray<>(PLACES);

    private Addresses() {}

    /** @throws URISyntaxException if what is to be appended is no path with or without a query */
    static URI below(URI base, String pathAndQuery) throws URISyntaxException {
        int hash = 31 * base.hashCode() + pathAndQuery.hashCode();
        int place = (hash ^ hash >>> 16) & PLACES - 1;
        var made = LAST.get(place);
        if (made == null || !made.below.equals(pathAndQuery) || !made.base.equals(base)) {
            made = new Made(base, pathAndQuery, make(base, pathAndQuery));
            LAST.set(place, made);
        }
        return made.address;
    }

    private static URI make(URI base, String pathAndQuery) throws URISyntaxException {
        int mark = pathAndQuery.indexOf('?');
        var path = mark < 0 ? pathAndQuery : pathAndQuery.substring(0, mark);
        var query = mark < 0 ? null : pathAndQuery.substring(mark + 1);
        var below = new URI(null, null, ("/" + path).replaceAll("/+", "/"), query, null);
        var basePath = Objects.requireNonNullElse(base.getRawPath(), "").replaceAll("/+$", "");
        return URI.create(base.getScheme() + "://" + base.getRawAuthority() + basePath + below);
    }
}
