package io.hmsbridge.plugins.soap;

import io.hmsbridge.api.Packet;
import io.hmsbridge.api.SendException;
import io.hmsbridge.plugins.soap.SoapTarget.PasswordType;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Writes requests. */
final class Envelope {

    static final String ADDRESSING = "http://www.w3.org/2005/08/addressing";
    private static final String SECURITY =
            "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";
    private static final String UTILITY =
            "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd";
    private static final String TOKEN =
            "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0#Password";
    private static final String BASE64 =
            "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-soap-message-security-1.0#Base64Binary";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SoapTarget settings;

    Envelope(SoapTarget settings) {
        this.settings = settings;
    }

    /** What WS-Addressing calls the packet: an IRI, so what an IRI cannot hold of the key is encoded. */
    static String messageId(Packet packet) {
        return "urn:hms-bridge:" + URLEncoder.encode(packet.idempotencyKey(), StandardCharsets.UTF_8)
                .replace("+", "%20").replace("%2F", "/").replace("%3A", ":");
    }

    /**
     * @param withLogin false to leave out the UsernameToken
     * @throws SendException a reject that names all fields that do not fit
     */
    byte[] of(Operation operation, URI endpoint, Packet packet, Instant now, boolean withLogin) throws SendException {
        if (packet.form() == Packet.Form.JSON_PATCH) {
            throw new SendException(SendException.Kind.REJECT,
                    "a JSON Patch has no fields for " + operation.name() + "; let the sheet make fields");
        }
        var bytes = new ByteArrayOutputStream(1024);
        List<String> problems;
        try {
            var out = Xml.writer(bytes);
            out.writeStartDocument("UTF-8", "1.0");
            out.setPrefix("s", operation.version().namespace);
            out.writeStartElement("s", "Envelope", operation.version().namespace);
            out.writeNamespace("s", operation.version().namespace);
            out.writeNamespace("xsi", "http://www.w3.org/2001/XMLSchema-instance");
            out.writeStartElement("s", "Header", operation.version().namespace);
            if (settings.addressing()) {
                addressing(out, operation, endpoint, packet);
            }
            if (withLogin && settings.user().isPresent()) {
                login(out, operation, now);
            }
            out.writeEndElement();
            out.writeStartElement("s", "Body", operation.version().namespace);
            problems = new Content(out).write(operation.input(), packet.fields());
            out.writeEndDocument();
            out.close();
        } catch (XMLStreamException e) {
            throw new SendException(SendException.Kind.REJECT,
                    "no message of " + operation.name() + " can be made of it (" + e.getClass().getSimpleName() + ")");
        }
        if (!problems.isEmpty()) {
            throw new SendException(SendException.Kind.REJECT, operation.name() + ": " + String.join("; ", problems));
        }
        return bytes.toByteArray();
    }

    private static void addressing(XMLStreamWriter out, Operation operation, URI endpoint, Packet packet)
            throws XMLStreamException {
        out.setPrefix("wsa", ADDRESSING);
        text(out, "wsa", "MessageID", ADDRESSING, messageId(packet));
        text(out, "wsa", "To", ADDRESSING, endpoint.toString());
        text(out, "wsa", "Action", ADDRESSING, operation.action());
    }

    private void login(XMLStreamWriter out, Operation operation, Instant now) throws XMLStreamException {
        var password = settings.password().orElseThrow().reveal();
        out.writeStartElement("wsse", "Security", SECURITY);
        out.writeNamespace("wsse", SECURITY);
        out.writeNamespace("wsu", UTILITY);
        out.writeAttribute("s", operation.version().namespace, "mustUnderstand",
                operation.version() == Version.SOAP_1_1 ? "1" : "true");
        out.writeStartElement("wsse", "UsernameToken", SECURITY);
        element(out, "wsse", "Username", SECURITY, settings.user().orElseThrow());
        out.writeStartElement("wsse", "Password", SECURITY);
        if (settings.passwordType() == PasswordType.TEXT) {
            out.writeAttribute("Type", TOKEN + "Text");
            out.writeCharacters(password);
            out.writeEndElement();
        } else {
            var nonce = new byte[16];
            RANDOM.nextBytes(nonce);
            var created = now.truncatedTo(ChronoUnit.MILLIS).toString();
            out.writeAttribute("Type", TOKEN + "Digest");
            out.writeCharacters(digest(nonce, created, password));
            out.writeEndElement();
            out.writeStartElement("wsse", "Nonce", SECURITY);
            out.writeAttribute("EncodingType", BASE64);
            out.writeCharacters(Base64.getEncoder().encodeToString(nonce));
            out.writeEndElement();
            element(out, "wsu", "Created", UTILITY, created);
        }
        out.writeEndElement();
        out.writeEndElement();
    }

    /** As the UsernameToken Profile says: Base64(SHA-1(nonce + created + password)). */
    private static String digest(byte[] nonce, String created, String password) {
        try {
            var sha = MessageDigest.getInstance("SHA-1");
            sha.update(nonce);
            sha.update(created.getBytes(StandardCharsets.UTF_8));
            sha.update(password.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void text(XMLStreamWriter out, String prefix, String name, String namespace, String text)
            throws XMLStreamException {
        out.writeStartElement(prefix, name, namespace);
        out.writeNamespace(prefix, namespace);
        out.writeCharacters(text);
        out.writeEndElement();
    }

    private static void element(XMLStreamWriter out, String prefix, String name, String namespace, String text)
            throws XMLStreamException {
        out.writeStartElement(prefix, name, namespace);
        out.writeCharacters(text);
        out.writeEndElement();
    }
}
