package io.hmsbridge.server.notice;

import io.hmsbridge.api.Secret;
import java.net.URI;
import java.util.Optional;

/**
 * Where notices go.
 *
 * @param webhook takes them by POST
 * @param token what it asks for as a bearer token
 * @param quiet when they wait
 */
public record Notices(URI webhook, Optional<Secret> token, Optional<QuietHours> quiet) {

    /** Without what may be secret: an address of a webhook often is. */
    @Override
    public String toString() {
        return "Notices[" + webhook.getHost() + "]";
    }
}
