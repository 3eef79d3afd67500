package io.hmsbridge.plugins.soap;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * The operations in use. A file is read again when it has changed, and what is at an address once an hour. Safe for use by
 * many threads.
 */
final class Wsdls {

    private static final Duration FRESH = Duration.ofHours(1);
    /** A file is looked at no more often than this. */
    private static final Duration UNSEEN = Duration.ofSeconds(1);

    /** @param mark what changes with a file: its time and size */
    private record Kept(Operation operation, String mark, long at) {}

    private final Map<SoapUse, Kept> operations = new ConcurrentHashMap<>();
    private final LongSupplier nanos;

    Wsdls() {
        this(System::nanoTime);
    }

    /** @param nanos the time since some moment, in nanoseconds */
    Wsdls(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /**
     * @param source where what is at an address comes from
     * @throws WsdlException if there is no such operation; if an address is down and was read before, that is used
     */
    Operation operation(SoapUse use, Documents.Source source) throws WsdlException {
        var kept = operations.get(use);
        long now = nanos.getAsLong();
        boolean isAddress = isAddress(use);
        if (kept != null && now - kept.at < (isAddress ? FRESH : UNSEEN).toNanos()) {
            return kept.operation;
        }
        var mark = isAddress ? "" : mark(use);
        if (kept != null && !isAddress && kept.mark.equals(mark)) {
            operations.put(use, new Kept(kept.operation, mark, now));
            return kept.operation;
        }
        try {
            var wsdl = isAddress ? URI.create(use.wsdl()) : Path.of(use.wsdl()).toAbsolutePath().normalize().toUri();
            var operation = WsdlReader.read(new Documents(wsdl, source)).operation(use.operation(), use.port());
            operations.put(use, new Kept(operation, mark, now));
            return operation;
        } catch (WsdlException e) {
            if (kept == null || !isAddress) {
                throw e;
            }
            operations.put(use, new Kept(kept.operation, mark, now));
            return kept.operation;
        }
    }

    /**
     * The same without a call: what is at an address is known once it was fetched.
     *
     * @throws IllegalStateException if it was not
     */
    Operation offline(SoapUse use) throws WsdlException {
        if (!isAddress(use)) {
            return operation(use, address -> {
                throw new IllegalStateException("a file imports files only");
            });
        }
        var kept = operations.get(use);
        if (kept == null) {
            throw new IllegalStateException(use.wsdl() + " has not been fetched yet; the first packet does it");
        }
        return kept.operation;
    }

    static boolean isAddress(SoapUse use) {
        return List.of("http://", "https://").stream().anyMatch(use.wsdl()::startsWith);
    }

    private static String mark(SoapUse use) throws WsdlException {
        var file = Path.of(use.wsdl());
        try {
            return Files.getLastModifiedTime(file) + " " + Files.size(file);
        } catch (IOException e) {
            throw new WsdlException("wsdl",
                    "'wsdl': " + file + " cannot be read (" + e.getClass().getSimpleName() + ")");
        }
    }
}
