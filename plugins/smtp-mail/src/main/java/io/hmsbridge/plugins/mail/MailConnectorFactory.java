package io.hmsbridge.plugins.mail;

import io.hmsbridge.api.Connector;
import io.hmsbridge.api.ConnectorContext;
import io.hmsbridge.api.ConnectorFactory;
import io.hmsbridge.api.Health;
import io.hmsbridge.api.Packet;
import io.hmsbridge.api.SendResult;
import io.hmsbridge.api.SettingsException;
import io.hmsbridge.api.SettingsException.Problem;
import io.hmsbridge.api.SettingsSpec;
import io.hmsbridge.plugins.mail.MailTarget.Login;
import io.hmsbridge.plugins.mail.MailTarget.Security;
import jakarta.mail.internet.InternetAddress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.pf4j.Extension;

/** Offers {@code MailConnector}: each packet becomes a notice, or packets that wait together become a digest. */
@Extension
public final class MailConnectorFactory implements ConnectorFactory {

    /** Far more than anyone reads in one mail. */
    private static final int MOST_IN_A_DIGEST = 1_000;

    @Override
    public String name() {
        return "MailConnector";
    }

    @Override
    public SettingsSpec settings() {
        return SettingsSpec.of(MailTarget.class);
    }

    @Override
    public SettingsSpec use() {
        return SettingsSpec.of(MailUse.class);
    }

    @Override
    public Connector create(ConnectorContext context) throws SettingsException {
        var settings = context.settings(MailTarget.class);
        var postman = new Postman(settings, context, checked(settings), Tls.trusting(settings.ca()));
        return settings.digest() == 1 ? new Notices(postman)
                : new Digests(postman, settings, context.state(), context.clock());
    }

    /** @return the sender */
    private static InternetAddress checked(MailTarget settings) throws SettingsException {
        var problems = new ArrayList<Problem>();
        boolean fetches = settings.tokenUrl().isPresent();
        if (settings.user().isPresent() != (settings.password().isPresent() || fetches)) {
            problems.add(new Problem("password", "'user' and 'password' go together"));
        }
        if (fetches && settings.login() != Login.OAUTH2) {
            problems.add(new Problem("token_url", "'token_url' is for 'login: oauth2'"));
        }
        if (fetches && (settings.clientId().isEmpty() || settings.clientSecret().isEmpty())) {
            problems.add(new Problem("client_id", "'token_url' needs 'client_id' and 'client_secret'"));
        }
        if (settings.security() == Security.NONE && (settings.password().isPresent() || fetches)) {
            problems.add(new Problem("security", "'security: none' would send the password in plain text"));
        }
        if (settings.login() == Login.OAUTH2 && settings.password().isEmpty() && !fetches) {
            problems.add(
                    new Problem("password", "'login: oauth2' needs a 'token_url', or an access token in 'password'"));
        }
        if (settings.allowDomains().isEmpty()) {
            problems.add(new Problem("allow_domains", "'allow_domains' must name a domain at least"));
        }
        if (settings.digest() < 1 || settings.digest() > MOST_IN_A_DIGEST) {
            problems.add(new Problem("digest", "'digest' must be from 1 to " + MOST_IN_A_DIGEST));
        }
        if (settings.digestEvery().isPresent() && settings.digest() == 1) {
            problems.add(new Problem("digest_every", "'digest_every' needs a 'digest' above 1"));
        }
        if (settings.connections() < 1) {
            problems.add(new Problem("connections", "'connections' must be at least 1"));
        }
        if (!settings.timeout().isPositive()) {
            problems.add(new Problem("timeout", "'timeout' must be longer than nothing"));
        }
        InternetAddress from = null;
        try {
            from = Recipients.plain("from", settings.from());
        } catch (UnfitException e) {
            problems.add(new Problem("from", "'from' must be one address: " + e.getMessage()));
        }
        if (!problems.isEmpty()) {
            throw new SettingsException(problems);
        }
        return from;
    }

    /** A mail for each packet. */
    private record Notices(Postman postman) implements Connector {

        @Override
        public SendResult send(Packet packet) throws Exception {
            return postman.send(List.of(postman.notice(packet)));
        }

        @Override
        public Health probe() throws IOException {
            return postman.probe();
        }

        @Override
        public void close() {
            postman.close();
        }

        @Override
        public String toString() {
            return "MailConnector";
        }
    }
}
