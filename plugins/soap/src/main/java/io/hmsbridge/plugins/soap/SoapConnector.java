package io.hmsbridge.plugins.soap;

import io.hmsbridge.api.Connector;
import io.hmsbridge.api.ConnectorContext;
import io.hmsbridge.api.Health;
import io.hmsbridge.api.HttpCall;
import io.hmsbridge.api.HttpReply;
import io.hmsbridge.api.Packet;
import io.hmsbridge.api.Previewing;
import io.hmsbridge.api.SendException;
import io.hmsbridge.api.SendException.Kind;
import io.hmsbridge.api.SendResult;
import io.hmsbridge.plugins.soap.SoapTarget.PasswordType;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import javax.xml.stream.XMLStreamException;

/** Calls the operations of one service. */
final class SoapConnector implements Connector, Previewing {

    private final SoapTarget settings;
    private final ConnectorContext context;
    private final Wsdls wsdls;
    private final Envelope envelope;
    private final Faults faults;
    /** Where the last packet went, for a probe of a target that leaves the address to the WSDL. */
    private volatile URI last;

    SoapConnector(SoapTarget settings, ConnectorContext context, Wsdls wsdls) {
        this.settings = settings;
        this.context = context;
        this.wsdls = wsdls;
        envelope = new Envelope(settings);
        faults = new Faults(settings);
        last = settings.endpoint().orElse(null);
    }

    @Override
    public SendResult send(Packet packet) throws SendException, InterruptedException {
        var use = packet.with(SoapUse.class);
        var operation = operation(use);
        var endpoint = endpoint(use, operation);
        var request = envelope.of(operation, endpoint, packet, context.clock().instant(), true);
        last = endpoint;
        var call = operation.version().post(HttpCall.post(endpoint), request, operation.soapAction())
                .header("Idempotency-Key", packet.idempotencyKey()).timeout(settings.timeout());
        if (!packet.traceparent().isEmpty()) {
            call = call.header("traceparent", packet.traceparent());
        }
        if (!packet.tracestate().isEmpty()) {
            call = call.header("tracestate", packet.tracestate());
        }
        return result(operation, packet, context.http().send(call));
    }

    private SendResult result(Operation operation, Packet packet, HttpReply reply) throws SendException {
        var asHttp = reply.result();
        boolean isDelivered = asHttp instanceof SendResult.Delivered;
        if (reply.body().length == 0 || !isXml(reply)) {
            return isDelivered && operation.output().isPresent() ? unexpected(operation, "no SOAP message") : asHttp;
        }
        Answer answer;
        try {
            answer = Answer.read(reply.body());
        } catch (XMLStreamException | IllegalArgumentException e) {
            return isDelivered ? unexpected(operation, "no well-formed SOAP message") : asHttp;
        }
        if (answer.isFault()) {
            return asHttp instanceof SendResult.TargetFault ? asHttp
                    : faults.result(operation.name(), answer.faultCodes());
        }
        if (!isDelivered) {
            return asHttp;
        }
        if (!answer.body().equals(operation.output())) {
            return unexpected(operation, "the answer of another operation");
        }
        if (settings.addressing() && answer.relatesTo().isPresent()
                && !answer.relatesTo().get().equals(Envelope.messageId(packet))) {
            return unexpected(operation, "the answer to another message");
        }
        return SendResult.delivered(operation.name() + " " + reply.status());
    }

    /** Something came back, but not this operation's answer: nobody knows what became of the packet. */
    private static SendResult unexpected(Operation operation, String what) throws SendException {
        throw new SendException(Kind.UNKNOWN, operation.name() + " was answered with " + what);
    }

    private static boolean isXml(HttpReply reply) {
        return reply.header("Content-Type").map(type -> type.contains("xml")).orElse(true);
    }

    private Operation operation(SoapUse use) throws SendException, InterruptedException {
        try {
            return wsdls.operation(use, this::get);
        } catch (WsdlException e) {
            if (e.getCause() instanceof SendException cause) {
                throw new SendException(cause.kind() == Kind.TARGET_FAULT ? Kind.TARGET_FAULT : Kind.RETRY,
                        e.getMessage(), cause);
            }
            if (Thread.interrupted()) {
                throw new InterruptedException(e.getMessage());
            }
            throw new SendException(Kind.TARGET_FAULT, e.getMessage());
        }
    }

    private byte[] get(URI address) throws SendException, InterruptedException {
        var reply = context.http().send(HttpCall.get(address).timeout(settings.timeout()));
        return switch (reply.result()) {
            case SendResult.Delivered _ -> reply.body();
            case SendResult.Retry retry -> throw new SendException(Kind.RETRY, retry.reason());
            case SendResult.Reject reject -> throw new SendException(Kind.TARGET_FAULT, reject.reason());
            case SendResult.TargetFault fault -> throw new SendException(Kind.TARGET_FAULT, fault.reason());
        };
    }

    /** A WSDL that was fetched may not lead packets and passwords to another host. */
    private URI endpoint(SoapUse use, Operation operation) throws SendException {
        var endpoint = settings.endpoint().orElse(operation.address());
        if (settings.endpoint().isEmpty() && Wsdls.isAddress(use)
                && !URI.create(use.wsdl()).getAuthority().equalsIgnoreCase(String.valueOf(endpoint.getAuthority()))) {
            throw new SendException(Kind.TARGET_FAULT,
                    "the WSDL says that the service is on another host than itself; if it is, set 'endpoint'");
        }
        if (settings.user().isPresent() && settings.passwordType() == PasswordType.TEXT
                && !"https".equalsIgnoreCase(endpoint.getScheme())) {
            throw new SendException(Kind.TARGET_FAULT, "'password_type: text' would send the password in plain text to "
                    + endpoint.getAuthority() + "; use https, or digest");
        }
        return endpoint;
    }

    @Override
    public String preview(Packet packet) {
        try {
            var use = packet.with(SoapUse.class);
            var operation = wsdls.offline(use);
            var endpoint = settings.endpoint().orElse(operation.address());
            return "POST " + endpoint + "\n\n" + new String(
                    envelope.of(operation, endpoint, packet, context.clock().instant(), false), StandardCharsets.UTF_8);
        } catch (WsdlException | SendException | IllegalStateException e) {
            return e.getMessage();
        }
    }

    /** A service shows its WSDL to whom asks for it; any answer that is no failure of its own will do. */
    @Override
    public Health probe() throws SendException, InterruptedException {
        var endpoint = last;
        if (endpoint == null) {
            return new Health(Health.State.UNKNOWN, "'endpoint' is not set, and no packet has shown it yet");
        }
        var query = endpoint.getRawQuery() == null ? "?wsdl" : "";
        return context.http().send(HttpCall.get(URI.create(endpoint + query)).timeout(settings.timeout())).health();
    }

    @Override
    public String toString() {
        return "SoapConnector";
    }
}
