package io.hmsbridge.core.outbox;

import io.hmsbridge.api.SettingsSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Where a target is, as its settings say.
 *
 * @param secured whether TLS begins with the connection
 */
record Place(String host, int port, boolean secured) {

    private static final Pattern ADDRESS = Pattern.compile(
            "(?:jdbc:)?([a-z][a-z0-9+.-]*):(?:[a-z]+:)?@?//(?:[^/@\\s]*@)?(\\[[0-9a-fA-F:.]+]|[^/:?;,\\s]+)(?::(\\d{1,5}))?.*");
    private static final Map<String, Integer> PORTS = Map.of("http", 80, "https", 443, "ftp", 21, "ftps", 990, "sftp",
            22, "smtp", 25, "smtps", 465, "postgresql", 5432, "mariadb", 3306, "oracle", 1521);
    private static final List<String> SECURED = List.of("https", "ftps", "smtps");

    /** Those in a connector's settings: addresses, and a host with its port. */
    static List<Place> of(SettingsSpec spec, Map<String, ?> written, Function<String, String> environment) {
        var values = new LinkedHashMap<String, String>();
        for (var entry : spec.entries()) {
            var value = Optional.<Object>ofNullable(written.get(entry.name()))
                    .or(() -> Optional.ofNullable(entry.env().isEmpty() ? null : environment.apply(entry.env())))
                    .orElse(entry.fallback());
            if (value instanceof String || value instanceof Long) {
                values.put(entry.name(), value.toString());
            }
        }
        var places = new ArrayList<>(values.values().stream().map(Place::of).flatMap(Optional::stream).toList());
        if (values.get("host") instanceof String host && !host.isBlank()
                && values.getOrDefault("port", "").matches("[1-9]\\d{0,4}")) {
            places.add(new Place(host, Integer.parseInt(values.get("port")), false));
        }
        return places.stream().distinct().toList();
    }

    private static Optional<Place> of(String text) {
        var address = ADDRESS.matcher(text.strip());
        if (!address.matches()) {
            return Optional.empty();
        }
        var scheme = address.group(1).toLowerCase(Locale.ROOT);
        var port = address.group(3) == null ? PORTS.get(scheme) : Integer.valueOf(address.group(3));
        return Optional.ofNullable(port).filter(number -> number > 0 && number < 65_536)
                .map(number -> new Place(address.group(2), number, SECURED.contains(scheme)));
    }

    @Override
    public String toString() {
        return Objects.requireNonNull(host) + ":" + port;
    }
}
