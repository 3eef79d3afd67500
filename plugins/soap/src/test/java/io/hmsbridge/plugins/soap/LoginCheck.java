package io.hmsbridge.plugins.soap;

import jakarta.xml.soap.SOAPElement;
import jakarta.xml.soap.SOAPException;
import jakarta.xml.soap.SOAPFactory;
import jakarta.xml.ws.handler.MessageContext;
import jakarta.xml.ws.handler.soap.SOAPHandler;
import jakarta.xml.ws.handler.soap.SOAPMessageContext;
import jakarta.xml.ws.soap.SOAPFaultException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.Iterator;
import java.util.Set;
import javax.xml.namespace.QName;
import org.w3c.dom.Element;

/** A service's check of the UsernameToken, as the profile has it: name, password, and a fresh creation time. */
final class LoginCheck implements SOAPHandler<SOAPMessageContext> {

    private static final String SECURITY =
            "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";
    private static final String UTILITY =
            "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd";
    private static final String REFUSED = "refused";
    private static final QName HEADER = new QName(SECURITY, "Security");

    private final String user;
    private final String password;

    LoginCheck(String user, String password) {
        this.user = user;
        this.password = password;
    }

    @Override
    public Set<QName> getHeaders() {
        return Set.of(HEADER);
    }

    @Override
    public boolean handleMessage(SOAPMessageContext context) {
        try {
            if (!Boolean.TRUE.equals(context.get(MessageContext.MESSAGE_OUTBOUND_PROPERTY))) {
                Iterator<?> tokens = context.getMessage().getSOAPHeader().getChildElements(HEADER);
                context.put(REFUSED, !tokens.hasNext() || !isRight((SOAPElement) tokens.next()));
                context.setScope(REFUSED, MessageContext.Scope.APPLICATION);
            }
            return true;
        } catch (SOAPException | NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** To be called by the service: a fault thrown by a handler is lost where the service has no WSDL of its own. */
    static void check(MessageContext context) throws SOAPException {
        if (Boolean.TRUE.equals(context.get(REFUSED))) {
            throw new SOAPFaultException(SOAPFactory.newInstance().createFault("refused",
                    new QName(SECURITY, "FailedAuthentication", "wsse")));
        }
    }

    private boolean isRight(Element security) throws NoSuchAlgorithmException {
        var given = text(security, SECURITY, "Password");
        var created = text(security, UTILITY, "Created");
        var sha = MessageDigest.getInstance("SHA-1");
        sha.update(Base64.getDecoder().decode(text(security, SECURITY, "Nonce")));
        sha.update((created + password).getBytes(StandardCharsets.UTF_8));
        return user.equals(text(security, SECURITY, "Username"))
                && given.equals(Base64.getEncoder().encodeToString(sha.digest()))
                && Math.abs(Instant.parse(created).getEpochSecond() - Instant.now().getEpochSecond()) < 300;
    }

    private static String text(Element security, String namespace, String name) {
        return security.getElementsByTagNameNS(namespace, name).item(0).getTextContent();
    }

    @Override
    public boolean handleFault(SOAPMessageContext context) {
        return true;
    }

    @Override
    public void close(MessageContext context) {}
}
