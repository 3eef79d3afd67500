package io.hmsbridge.testkit.contract;

import io.hmsbridge.api.ConnectorFactory;
import io.hmsbridge.api.SettingType;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Looks for secrets, plain and encoded, and for content in all that a connector shows. */
record Hiding(List<String> secrets) {

    /** The secrets that a counterpart's settings hold, of which the connector's spec must find none missing. */
    static Hiding of(ConnectorFactory factory, Map<String, ?> settings) {
        var secrets = new ArrayList<String>();
        for (var entry : factory.settings().entries()) {
            if (entry.type() == SettingType.SECRET) {
                var secret = settings.get(entry.name());
                Breach.SECRET_NOT_SET.unless(secret != null, factory.name() + " has '" + entry.name() + "'");
                secrets.addAll(forms(secret.toString()));
            }
        }
        return new Hiding(secrets);
    }

    /** As it is, in a URL, and in Base64, also behind a user's name of any length as HTTP Basic has it. */
    private static List<String> forms(String secret) {
        var url = URLEncoder.encode(secret, StandardCharsets.UTF_8);
        var forms = new ArrayList<>(List.of(secret, url, url.replace("+", "%20")));
        for (int before = 0; before < 3; before++) {
            var text = Base64.getEncoder().withoutPadding()
                    .encodeToString(("x".repeat(before) + secret).getBytes(StandardCharsets.UTF_8));
            // Its first and last character also depend on what stands around it.
            forms.add(text.substring((before * 8 + 5) / 6, text.length() - 1));
        }
        return forms;
    }

    /** @param where it was shown, such as "log" */
    void check(String where, String shown) {
        for (var secret : secrets) {
            Breach.SECRET_SHOWN.unless(!shown.contains(secret), "in a " + where);
        }
        Breach.PAYLOAD_SHOWN.unless(!shown.contains(Samples.CANARY), "in a " + where);
    }
}
