package io.hmsbridge.server.tls;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** When the certificates of the HTTP API end, as their files have it now. Safe to use from many threads. */
public final class Certificates {

    /** So long before the end people are warned. */
    public static final Duration SOON = Duration.ofDays(30);

    private static final Duration KEEP = Duration.ofMinutes(1);

    private final Optional<ServerTls> tls;
    private final InstantSource clock;
    private List<End> ends = List.of();
    private Instant readAt;

    /**
     * The first end among the certificates of a file.
     *
     * @param of {@code server}, or {@code client_authorities}
     */
    public record End(String of, Path file, Instant at) {

        /** Whether people should be warned. */
        public boolean isSoon(Instant now) {
            return now.plus(SOON).isAfter(at);
        }
    }

    /** @param tls empty if there are none */
    public Certificates(Optional<ServerTls> tls, InstantSource clock) {
        this.tls = tls;
        this.clock = clock;
    }

    /** When which ends; of files that cannot be used at present, what was last known of them. */
    public synchronized List<End> ends() {
        var now = clock.instant();
        if (tls.isPresent() && (readAt == null || now.isAfter(readAt.plus(KEEP)))) {
            ends = read(tls.get());
            readAt = now;
        }
        return ends;
    }

    private List<End> read(ServerTls files) {
        var found = new ArrayList<End>();
        add(found, "server", files.certificate());
        files.clients().ifPresent(clients -> add(found, "client_authorities", clients.authorities()));
        return found;
    }

    private void add(List<End> found, String of, Path file) {
        var problems = new ArrayList<String>();
        var certificates = new Pem(problems::add).certificates(of, file);
        if (problems.isEmpty()) {
            certificates.stream().map(X509Certificate::getNotAfter).map(date -> date.toInstant())
                    .min(Instant::compareTo)
                    .ifPresent(at -> found.add(new End(of, file, at)));
        } else {
            ends.stream().filter(end -> end.of.equals(of)).forEach(found::add);
        }
    }
}
