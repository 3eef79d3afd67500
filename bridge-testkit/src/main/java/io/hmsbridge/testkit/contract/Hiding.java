package io.hmsbridge.testkit.contract;

import io.hmsbridge.api.ConnectorFactory;
import io.hmsbridge.api.SettingType;
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
                secrets.add(secret.toString());
                secrets.add(Base64.getEncoder().encodeToString(secret.toString().getBytes(StandardCharsets.UTF_8)));
            }
        }
        return new Hiding(secrets);
    }

    /** @param where it was shown, such as "log" */
    void check(String where, String shown) {
        for (var secret : secrets) {
            Breach.SECRET_SHOWN.unless(!shown.contains(secret), "in a " + where);
        }
        Breach.PAYLOAD_SHOWN.unless(!shown.contains(Samples.CANARY), "in a " + where);
    }
}
