package io.hmsbridge.plugins.ftpflat;

import io.hmsbridge.api.SendException;
import io.hmsbridge.api.SendException.Kind;
import java.io.IOException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;

/** Tells what a failure means. Nothing has a name before it is whole, so all that is not a clear no is tried again. */
final class Failure {

    private Failure() {}

    static SendException of(Site site, IOException e) {
        var where = site.protocol().name().toLowerCase(java.util.Locale.ROOT) + "://" + site.host() + ":" + site.port();
        return switch (e) {
            case ReplyException reply -> new SendException(switch (reply.meaning()) {
                case RETRY -> Kind.RETRY;
                case REJECT -> Kind.REJECT;
                case TARGET_FAULT -> Kind.TARGET_FAULT;
            }, where + ": " + reply.getMessage(), e);
            case SSLException tls when isTrust(tls) -> new SendException(Kind.TARGET_FAULT,
                    where + ": its certificate is not trusted, or is another host's; check 'ca' and 'url'", e);
            case SshException ssh when ssh.getDisconnectCode()
                    == SshConstants.SSH2_DISCONNECT_HOST_KEY_NOT_VERIFIABLE ->
                    new SendException(Kind.TARGET_FAULT, where
                            + ": its host key is not known; check 'known_hosts' or 'host_key', and why it changed", e);
            case SshException ssh when ssh.getDisconnectCode()
                    == SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE ->
                    new SendException(Kind.TARGET_FAULT,
                            where + ": the login is refused; check 'user', 'password' and 'private_key'", e);
            // The bridge's own refusal of an address; its class is none of the API's.
            case UnknownHostException host when host.getClass() != UnknownHostException.class ->
                    new SendException(Kind.TARGET_FAULT, host.getMessage(), e);
            default -> new SendException(Kind.RETRY, where + ": " + words(e), e);
        };
    }

    private static boolean isTrust(Throwable e) {
        for (var cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof java.security.cert.CertificateException
                    || cause instanceof java.security.cert.CertPathValidatorException) {
                return true;
            }
        }
        return false;
    }

    private static String words(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
