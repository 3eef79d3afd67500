package io.hmsbridge.plugins.soap;

import io.hmsbridge.api.Secret;
import io.hmsbridge.api.Setting;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The settings of a target: one service, how to log in there, and what its faults mean. */
public record SoapTarget(
        @Setting("Where the service is; the address in the WSDL unless set.") Optional<URI> endpoint,
        @Setting("The name in a WS-Security UsernameToken; without it none is sent.") Optional<String> user,
        @Setting("The password in the UsernameToken.") Optional<Secret> password,
        @Setting(value = "How the password is sent; text goes by https alone.",
                fallback = "text") PasswordType passwordType,
        @Setting(value = "Whether WS-Addressing headers are sent; its MessageID is the idempotency key.",
                fallback = "true") boolean addressing,
        @Setting("Local names of fault codes after which a packet is tried again.") Optional<List<String>> retryFaults,
        @Setting("Local names of fault codes after which a packet is dead.") Optional<List<String>> rejectFaults,
        @Setting(value = "How long to wait for an answer.", fallback = "10s") Duration timeout) {

    /** How a UsernameToken carries the password. */
    public enum PasswordType {
        TEXT, DIGEST
    }
}
