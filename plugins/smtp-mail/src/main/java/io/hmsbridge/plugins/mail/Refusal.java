package io.hmsbridge.plugins.mail;

import io.hmsbridge.api.SendException;
import io.hmsbridge.api.SendException.Kind;
import io.hmsbridge.api.SendResult;
import io.hmsbridge.api.SendResult.Scope;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;

/**
 * What a mail that did not go means for its packets. The server's words are never shown: they may quote an address or the
 * content. Its codes are.
 */
final class Refusal {

    /** For a server that wants a pause and does not say how long. */
    private static final Duration PAUSE = Duration.ofSeconds(30);

    private final MailTarget settings;

    Refusal(MailTarget settings) {
        this.settings = settings;
    }

    /** @throws IOException for the bridge to judge: a host that is unknown or that policy forbids */
    SendResult notConnected(IOException e) throws IOException {
        if (e instanceof UnknownHostException) {
            throw e;
        }
        return SendResult.retry("no connection to " + settings.where() + " (" + kind(e) + ")");
    }

    SendResult notAdmitted(NotAdmittedException e) {
        var where = settings.where();
        var tls = tlsFault(e);
        if (tls.isPresent()) {
            return SendResult.targetFault("no trusted TLS connection to " + where + ": " + tls.get());
        }
        if (e.code() >= 500) {
            return SendResult.targetFault(cause(e, AuthenticationFailedException.class).isPresent()
                    ? where + ": the login was refused (" + e.code() + "); renew 'user' or 'password'"
                    : where + " turns us away (" + e.code() + ")");
        }
        if (e.code() >= 400) {
            return SendResult.retry(where + " is not ready (" + e.code() + ")", PAUSE, Scope.TARGET);
        }
        var said = String.valueOf(e.getCause().getMessage());
        if (said.startsWith("STARTTLS is required")) {
            return SendResult.targetFault(where + " does not offer STARTTLS; see 'security'");
        }
        if (said.startsWith("No authentication mechanisms") || said.startsWith("the server offers no login")) {
            return SendResult.targetFault(where + " does not offer our kind of login; see 'user' and 'login'");
        }
        return SendResult.retry(where + ": the connection broke before we were let in (" + kind(e) + ")");
    }

    /** Whether the connection was gone, or was taken from us, before the server judged the mail. */
    boolean isHangUp(MessagingException e) {
        int code = code(e);
        return code < 400 || code == 421;
    }

    SendResult notSent(MessagingException e, Mail mail) throws SendException {
        int code = code(e);
        if (code < 400) {
            var broke = settings.where() + ": the connection broke before the server had taken the mail (" + kind(e)
                    + ")";
            if (mail.isBegun()) {
                throw new SendException(Kind.UNKNOWN, broke);
            }
            return SendResult.retry(broke);
        }
        if (code == 530 || code == 534 || code == 535 || code == 538) {
            return SendResult.targetFault(settings.where() + " wants a login (" + code + ")");
        }
        if (cause(e, SMTPSenderFailedException.class).isPresent()) {
            return SendResult.targetFault(settings.where() + " refuses the sender in 'from' (" + code + ")");
        }
        var what = cause(e, SMTPAddressFailedException.class).isPresent() ? "a recipient" : "the mail";
        var reason = settings.where() + " refuses " + what + " (" + code + ")";
        if (code == 421) {
            return SendResult.retry(reason, PAUSE, Scope.TARGET);
        }
        return code >= 500 ? SendResult.reject(reason) : SendResult.retry(reason);
    }

    /** The code that decides: of several recipients refused, a final one if there is one. Below 400 there is none. */
    private static int code(MessagingException e) {
        int code = e instanceof SMTPSendFailedException sent ? sent.getReturnCode() : -1;
        for (Throwable next = e; next != null; next = next.getCause()) {
            if (next instanceof SMTPAddressFailedException address) {
                code = Math.max(code, address.getReturnCode());
            }
        }
        return code;
    }

    private static Optional<String> tlsFault(Exception e) {
        boolean network = cause(e, EOFException.class).isPresent() || cause(e, SocketException.class).isPresent()
                || cause(e, SocketTimeoutException.class).isPresent();
        return network ? Optional.empty() : cause(e, SSLException.class).map(Throwable::getMessage);
    }

    private static String kind(Exception e) {
        return cause(e, IOException.class).map(io -> io.getClass().getSimpleName()).orElse("closed by the server");
    }

    private static <E extends Throwable> Optional<E> cause(Throwable e, Class<E> type) {
        for (Throwable next = e; next != null; next = next.getCause()) {
            if (type.isInstance(next)) {
                return Optional.of(type.cast(next));
            }
        }
        return Optional.empty();
    }
}
