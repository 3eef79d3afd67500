package io.hmsbridge.plugins.mail;

import io.hmsbridge.api.Secret;
import io.hmsbridge.api.Setting;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The settings of a target: a mail server, how to log in there, and to whom mail may go at all. */
public record MailTarget(
        @Setting(value = "The mail server's name or address.", env = "SMTP_HOST") String host,
        @Setting("Its port; 587 with starttls, 465 with smtps and 25 with none, unless set.") Optional<Integer> port,
        @Setting(value = "How the connection is secured; starttls and smtps never fall back to plain text.",
                fallback = "starttls") Security security,
        @Setting("A file of PEM certificates to trust instead of the usual authorities.") Optional<Path> ca,
        @Setting("The login's name; without it there is no login.") Optional<String> user,
        @Setting("The login's password, or its access token with login: oauth2.") Optional<Secret> password,
        @Setting(value = "What the password is; oauth2 logs in by XOAUTH2.", fallback = "password") Login login,
        @Setting("With oauth2: where access tokens are fetched, and renewed when they end; then without a password.") Optional<
                URI> tokenUrl,
        @Setting("For token_url: the client's id.") Optional<String> clientId,
        @Setting("For token_url: the client's secret.") Optional<Secret> clientSecret,
        @Setting("For token_url: a refresh token; without it the client's own credentials are the grant.") Optional<
                Secret> refreshToken,
        @Setting("For token_url: the scope asked for.") Optional<String> scope,
        @Setting("The sender: notices@agency.example, or with a name before it in angle brackets.") String from,
        @Setting("The domains that mail may go to; *.agency.example stands for all below it.") List<
                String> allowDomains,
        @Setting("The recipients where a sheet names none.") Optional<List<String>> to,
        @Setting(value = "The most packets in one mail; above 1 those that wait together go as a digest.",
                fallback = "1") int digest,
        @Setting("At most one round of digests in this time; packets wait for it.") Optional<Duration> digestEvery,
        @Setting(value = "The most connections at once; further mails wait for one.", fallback = "4") int connections,
        @Setting("The name told to the server in EHLO, instead of this machine's own.") Optional<String> ehlo,
        @Setting(value = "The longest that one mail may take, from connecting to the server's answer.",
                fallback = "30s") Duration timeout) {

    /** How a connection is secured. */
    public enum Security {
        /** Plain at first, then TLS, without fail. */
        STARTTLS(587),
        /** TLS from the first byte. */
        SMTPS(465),
        /** Plain text, and no login. */
        NONE(25);

        private final int port;

        Security(int port) {
            this.port = port;
        }
    }

    /** What the password is. */
    public enum Login {
        PASSWORD, OAUTH2
    }

    int portUsed() {
        return port.orElse(security.port);
    }

    String where() {
        return host + ":" + portUsed();
    }
}
