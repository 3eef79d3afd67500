package io.hmsbridge.plugins.payroll;

import io.hmsbridge.api.Connector;
import io.hmsbridge.api.Health;
import io.hmsbridge.api.Http;
import io.hmsbridge.api.HttpCall;
import io.hmsbridge.api.Packet;
import io.hmsbridge.api.SendException;
import io.hmsbridge.api.SendResult;
import io.hmsbridge.plugins.payroll.PayrollConnectorFactory.Target;
import io.hmsbridge.plugins.payroll.PayrollConnectorFactory.Use;

/** Sends each packet as {@code PATCH {base}/v2/rates}. */
record PayrollConnector(Http http, Target target) implements Connector {

    PayrollConnector {
        HttpCall.get(target.base()); // a base that is no http address fails here, not at the first packet
    }

    @Override
    public SendResult send(Packet packet) throws Exception {
        return http.send(call("PATCH", packet.with(Use.class).path()).packet(packet)).result();
    }

    /**
     * Awake on any answer below 500, since not every payroll service has a health page; not while it refuses our login.
     */
    @Override
    public Health probe() throws Exception {
        var call = call("GET", "/healthz");
        var reply = http.send(call);
        var says = call.label() + " " + reply.status();
        return reply.status() >= 500 || reply.result() instanceof SendResult.TargetFault ? Health.asleep(says)
                : Health.awake(says);
    }

    private HttpCall call(String method, String path) throws SendException {
        try {
            var uri = target.base().resolve(("/" + target.base().getRawPath() + "/" + path).replaceAll("/+", "/"));
            var call = HttpCall.of(method, uri).timeout(target.timeout());
            return target.token().map(call::bearer).orElse(call);
        } catch (IllegalArgumentException e) {
            throw new SendException(SendException.Kind.REJECT, "the sheet's path '" + path + "' is not a valid path",
                    e);
        }
    }
}
