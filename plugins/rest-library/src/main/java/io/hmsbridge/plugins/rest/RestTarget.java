package io.hmsbridge.plugins.rest;

import io.hmsbridge.api.HttpCall;
import io.hmsbridge.api.SettingsException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A REST service and how to get in.
 *
 * @param base paths are appended to it
 * @param health the path of the probe's GET
 */
public record RestTarget(URI base, Duration timeout, String health, Login login, Optional<Signing> signing) {

    /**
     * A target without signatures.
     *
     * @throws SettingsException if {@code base} is no address that paths can be appended to
     */
    public static RestTarget of(URI base, Duration timeout, String health, Login login) throws SettingsException {
        var problem = problem(base);
        if (problem.isPresent()) {
            throw new SettingsException(List.of(problem.get()));
        }
        return new RestTarget(base, timeout, health, login, Optional.empty());
    }

    /** What is wrong with a base address. */
    public static Optional<SettingsException.Problem> problem(URI base) {
        boolean good = base.getHost() != null && ("https".equalsIgnoreCase(base.getScheme())
                || "http".equalsIgnoreCase(base.getScheme()));
        if (!good) {
            return problem("'base' needs an absolute http or https address");
        }
        return base.getRawUserInfo() == null && base.getRawQuery() == null && base.getRawFragment() == null
                ? Optional.empty() : problem("'base' may have no user name, query or fragment");
    }

    private static Optional<SettingsException.Problem> problem(String message) {
        return Optional.of(new SettingsException.Problem("base", message));
    }

    /** @param path encoded, with a slash in front */
    HttpCall call(String method, String path) {
        return HttpCall.of(method, URI.create(root() + path)).timeout(timeout);
    }

    /** The base's own path before a template, as receipts and reasons name a call. */
    String label(String method, String path) {
        int query = path.indexOf('?');
        var below = query < 0 ? path : path.substring(0, query);
        return method + " " + ownPath() + (below.startsWith("/") ? "" : "/") + below;
    }

    private String root() {
        return base.getScheme() + "://" + base.getRawAuthority() + ownPath();
    }

    private String ownPath() {
        return Objects.requireNonNullElse(base.getRawPath(), "").replaceAll("/+$", "");
    }
}
