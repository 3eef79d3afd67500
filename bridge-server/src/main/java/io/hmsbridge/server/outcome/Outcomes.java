package io.hmsbridge.server.outcome;

import io.hmsbridge.core.ledger.Bookmarks.Origin;
import java.util.List;

/**
 * Of which events it is told what became of their packets.
 *
 * @param sources all of these; a star at the end stands for anything
 * @param onRequest those that say so themselves, by the extension {@value #EXTENSION}
 */
public record Outcomes(List<String> sources, boolean onRequest) {

    /** The source of events that tell of outcomes: nobody else's. */
    public static final String SOURCE = "/hms-bridge/outcomes";

    /** By which an event asks for its outcomes, if it is {@code true}. */
    static final String EXTENSION = "bridgeoutcomes";

    /** Takes a copy. */
    public Outcomes {
        sources = List.copyOf(sources);
    }

    /** Of what tells of outcomes there are none, so that there is an end to it. */
    boolean asked(Origin origin) {
        return !origin.source().equals(SOURCE) && (sources.stream().anyMatch(scope -> covers(scope, origin.source()))
                || onRequest && "true".equals(String.valueOf(origin.extensions().get(EXTENSION))));
    }

    private static boolean covers(String scope, String source) {
        return scope.endsWith("*") ? source.startsWith(scope.substring(0, scope.length() - 1)) : scope.equals(source);
    }
}
