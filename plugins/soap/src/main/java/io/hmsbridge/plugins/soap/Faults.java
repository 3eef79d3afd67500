package io.hmsbridge.plugins.soap;

import io.hmsbridge.api.SendResult;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import javax.xml.namespace.QName;

/** What a fault means for its packet: by the codes that the target's settings name, else by SOAP's own. */
final class Faults {

    private static final Set<String> ENVELOPES =
            Set.of(Version.SOAP_1_1.namespace, Version.SOAP_1_2.namespace);
    /** WS-Security's codes for a login that is refused, and all others of its namespace. */
    private static final String SECURITY = "wssecurity-secext";
    private static final Pattern SHOWN = Pattern.compile("[A-Za-z][A-Za-z0-9._-]{0,60}");

    private final List<String> retry;
    private final List<String> reject;

    Faults(SoapTarget settings) {
        retry = settings.retryFaults().orElse(List.of());
        reject = settings.rejectFaults().orElse(List.of());
    }

    /** @param codes the code, then its subcodes */
    SendResult result(String operation, List<QName> codes) {
        var reason = operation + " answered with the fault " + shown(codes);
        if (codes.stream().anyMatch(code -> retry.contains(code.getLocalPart()))) {
            return SendResult.retry(reason);
        }
        if (codes.stream().anyMatch(code -> reject.contains(code.getLocalPart()))) {
            return SendResult.reject(reason);
        }
        if (codes.stream().anyMatch(code -> code.getNamespaceURI().contains(SECURITY))) {
            return SendResult.targetFault(reason + "; renew 'user' or 'password'");
        }
        // SOAP 1.1 lets a code be narrowed with dots: Client.Authentication.
        var code = codes.getFirst().getLocalPart().split("\\.", 2)[0];
        if (!ENVELOPES.contains(codes.getFirst().getNamespaceURI()) && !codes.getFirst().getNamespaceURI().isEmpty()) {
            return SendResult.reject(reason + "; name it in 'retry_faults' if it passes");
        }
        return switch (code) {
            case "Client", "Sender" -> SendResult.reject(reason);
            case "VersionMismatch", "MustUnderstand", "DataEncodingUnknown" ->
                    SendResult.targetFault(reason + "; see the WSDL, 'user' and 'addressing'");
            default -> SendResult.retry(reason);
        };
    }

    private static String shown(List<QName> codes) {
        return String.join("/", codes.stream().map(QName::getLocalPart)
                .map(code -> SHOWN.matcher(code).matches() ? code : "(no name)").toList());
    }
}
