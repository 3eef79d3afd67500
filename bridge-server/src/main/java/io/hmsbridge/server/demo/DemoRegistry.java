package io.hmsbridge.server.demo;

import io.hmsbridge.server.demo.DemoService.Way;
import io.hmsbridge.server.demo.Further.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** A registry of rates with a SOAP service. */
final class DemoRegistry {

    private static final String WSDL = "registry.wsdl";
    private static final String TAKEN = """
            <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>\
            <UpdateRateResponse xmlns="urn:agency:registry"/></s:Body></s:Envelope>""";
    private static final Pattern BODY = Pattern.compile("(?s).*:Body>(.*)</\\w+:Body>.*");
    private static final Pattern RATE = Pattern.compile("<rate>(\\d+)</rate>");

    private DemoRegistry() {}

    static Running start(Path folder, Consumer<Reception> listener) throws IOException {
        var service = DemoService.start(new Way("POST", "/soap", 200, "text/xml; charset=utf-8", TAKEN),
                call -> listener.accept(call.with(BODY.matcher(call.body()).replaceFirst("$1"))));
        var wsdl = folder.resolve(WSDL);
        try (var text = DemoRegistry.class.getResourceAsStream(WSDL)) {
            Files.write(wsdl, text.readAllBytes());
        }
        return new Running("{endpoint: \"" + service.uri() + "/soap\"}",
                "with: {wsdl: " + Further.quoted(wsdl.toString()) + ", operation: UpdateRate}\nmap: {new_rate: rate}",
                Optional.of(() -> rate(service.received().getLast())), service);
    }

    private static int rate(Reception call) {
        var rate = RATE.matcher(call.body());
        return rate.find() ? Integer.parseInt(rate.group(1)) : 0;
    }
}
