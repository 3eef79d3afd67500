package io.hmsbridge.server.notice;

import io.hmsbridge.api.Secret;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * Where notices go.
 *
 * @param webhook takes them by POST
 * @param mail takes them by mail
 * @param quiet when they wait
 */
public record Notices(Optional<Hook> webhook, Optional<Mailbox> mail, Optional<QuietHours> quiet) {

    /**
     * A webhook.
     *
     * @param token what it asks for as a bearer token
     */
    public record Hook(URI address, Optional<Secret> token) {

        /** Without what may be secret: an address of a webhook often is. */
        @Override
        public String toString() {
            return "Hook[" + address.getHost() + "]";
        }
    }

    /**
     * A mail server, and who is written to.
     *
     * @param login with whom it wants to talk; empty if with anybody
     */
    public record Mailbox(String host, int port, Security security, Optional<Login> login, String from,
            List<String> to) {

        /** Takes a copy. */
        public Mailbox {
            to = List.copyOf(to);
        }
    }

    /** How a mail server is logged in to. */
    public record Login(String user, Secret password) {}

    /** How the way to a mail server is secured. */
    public enum Security {
        STARTTLS(587), SMTPS(465), NONE(25);

        private final int port;

        Security(int port) {
            this.port = port;
        }

        /** The usual one. */
        public int port() {
            return port;
        }
    }
}
