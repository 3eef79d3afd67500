package io.hmsbridge.plugins.soap;

import io.hmsbridge.testkit.contract.Counterpart;
import io.hmsbridge.testkit.contract.Outcome;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What a service may do to a client, and the answers that it may give. */
final class SoapFailure {

    private static final String ENVELOPE =
            "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body>%s</s:Body></s:Envelope>";
    private static final String FAULT = "<s:Fault%s><faultcode>%s</faultcode><faultstring>x</faultstring></s:Fault>";
    private static final String WSSE =
            " xmlns:w='http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd'";
    private static final Set<Outcome> UNKNOWN = Set.of(Outcome.UNKNOWN);

    /** An answer as it goes over the wire. */
    record Played(int status, String body) {}

    static final Map<String, Played> ANSWERS = answers();
    static final Map<String, Set<Outcome>> TABLE = table();

    private SoapFailure() {}

    private static Map<String, Played> answers() {
        var answers = new LinkedHashMap<String, Played>();
        for (int status : new int[] {307, 400, 401, 403, 404, 408, 413, 422, 429, 500, 502, 503}) {
            answers.put(Integer.toString(status), new Played(status, ""));
        }
        answers.put("a client's fault", fault(500, "", "s:Client"));
        answers.put("a client's fault, narrowed", fault(500, "", "s:Client.Invalid"));
        answers.put("a server's fault", fault(500, "", "s:Server"));
        answers.put("a server's fault with 200", fault(200, "", "s:Server"));
        answers.put("a client's fault with 200", fault(200, "", "s:Client"));
        answers.put("a fault of its own", fault(500, " xmlns:a='urn:a'", "a:NoSuchGrade"));
        answers.put("a login that is refused", fault(500, WSSE, "w:FailedAuthentication"));
        answers.put("a header not understood", fault(500, "", "s:MustUnderstand"));
        answers.put("a fault of SOAP 1.2",
                new Played(500, ("<s:Envelope xmlns:s='http://www.w3.org/2003/05/soap-envelope'>"
                        + "<s:Body><s:Fault><s:Code><s:Value>s:Sender</s:Value></s:Code></s:Fault></s:Body></s:Envelope>")));
        answers.put("another operation's answer", ok("<ForgetRateResponse xmlns='urn:agency:rates'/>"));
        answers.put("the answer in another namespace", ok("<UpdateRateResponse xmlns='urn:else'/>"));
        answers.put("an empty body", ok(""));
        answers.put("nothing", new Played(200, ""));
        answers.put("a page", new Played(200, "<html><body>Welcome</body></html>"));
        answers.put("no XML", new Played(200, "{\"ok\": true}"));
        answers.put("half an envelope", new Played(200, ENVELOPE.substring(0, 80)));
        answers.put("a document type", new Played(200, "<!DOCTYPE s [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"
                + ENVELOPE.formatted("<UpdateRateResponse xmlns='urn:agency:rates'>&x;</UpdateRateResponse>")));
        answers.put("a billion laughs", new Played(200, laughs()));
        answers.put("a deep nest", ok("<UpdateRateResponse xmlns='urn:agency:rates'>" + "<a>".repeat(50_000)
                + "</a>".repeat(50_000) + "</UpdateRateResponse>"));
        return Collections.unmodifiableMap(answers);
    }

    private static Map<String, Set<Outcome>> table() {
        var table = new LinkedHashMap<String, Set<Outcome>>();
        ANSWERS.forEach((name, _) -> table.put(name, switch (name) {
            case "400", "404", "413", "422", "a client's fault", "a client's fault, narrowed",
                    "a client's fault with 200", "a fault of its own", "a fault of SOAP 1.2" -> Set.of(Outcome.REJECT);
            case "307", "401", "403", "a login that is refused", "a header not understood" ->
                    Set.of(Outcome.TARGET_FAULT);
            case "408", "429", "500", "502", "503", "a server's fault", "a server's fault with 200" ->
                    Set.of(Outcome.RETRY);
            default -> UNKNOWN;
        }));
        table.put(Counterpart.ENDLESS, Set.of(Outcome.RETRY, Outcome.UNKNOWN));
        table.put(Counterpart.HUGE, Set.of(Outcome.RETRY, Outcome.UNKNOWN));
        table.put(Counterpart.SILENT, UNKNOWN);
        table.put(Counterpart.CUT_AFTER_EFFECT, UNKNOWN);
        table.put(Counterpart.DOWN, Set.of(Outcome.RETRY));
        return Collections.unmodifiableMap(table);
    }

    private static Played fault(int status, String namespace, String code) {
        return new Played(status, ENVELOPE.formatted(FAULT.formatted(namespace, code)));
    }

    private static Played ok(String body) {
        return new Played(200, ENVELOPE.formatted(body));
    }

    private static String laughs() {
        var entities = new StringBuilder("<!DOCTYPE s [<!ENTITY a0 'ha'>");
        for (int i = 1; i < 10; i++) {
            entities.append("<!ENTITY a").append(i).append(" '").append(("&a" + (i - 1) + ";").repeat(10)).append("'>");
        }
        return entities + "]>"
                + ENVELOPE.formatted("<UpdateRateResponse xmlns='urn:agency:rates'>&a9;</UpdateRateResponse>");
    }
}
