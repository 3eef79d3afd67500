package io.hmsbridge.server.cli;

import io.hmsbridge.server.FolderTrouble;
import io.hmsbridge.server.config.AccessToken;
import io.hmsbridge.server.tls.ClientTls;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;

/** Which server a command talks to, and with which token. */
final class Connection {

    private static final String USUAL = "http://127.0.0.1:8080";
    private static final Set<String> THIS_MACHINE = Set.of("127.0.0.1", "localhost", "[::1]");

    @Option(names = "--url", paramLabel = "URL", defaultValue = "${BRIDGE_URL:-" + USUAL + "}",
            description = "The server to talk to (BRIDGE_URL; default: http://127.0.0.1:8080).")
    private String url;

    @Option(names = "--token-file", paramLabel = "FILE",
            description = "File with the token (default: BRIDGE_TOKEN, then data/token for a server on this machine).")
    private Path tokenFile;

    @Option(names = "--ca", paramLabel = "FILE",
            description = "PEM file of who issued the server's certificate (BRIDGE_CA; default: the JDK's authorities).")
    private Path authorities;

    @Option(names = "--client-certificate", paramLabel = "FILE",
            description = "PEM file with a certificate to show to the server (BRIDGE_CLIENT_CERTIFICATE).")
    private Path clientCertificate;

    @Option(names = "--client-key", paramLabel = "FILE",
            description = "PEM file with the key of that certificate (BRIDGE_CLIENT_KEY).")
    private Path clientKey;

    /** Whether a server was named, and not just the usual one is meant. */
    boolean isNamed() {
        return !url.equals(USUAL);
    }

    BridgeClient client() {
        var server = server();
        return new BridgeClient(server, token(server), tls());
    }

    private ClientTls tls() {
        var certificate = file(clientCertificate, "BRIDGE_CLIENT_CERTIFICATE");
        var key = file(clientKey, "BRIDGE_CLIENT_KEY");
        if (certificate.isPresent() != key.isPresent()) {
            throw CommandFailure.invalid("--client-certificate and --client-key go together");
        }
        return new ClientTls(file(authorities, "BRIDGE_CA"),
                certificate.flatMap(file -> key.map(secret -> new ClientTls.Own(file, secret))));
    }

    private static Optional<Path> file(Path option, String variable) {
        return Optional.ofNullable(option).or(() -> Optional.ofNullable(System.getenv(variable))
                .filter(name -> !name.isBlank()).map(Path::of));
    }

    private URI server() {
        try {
            var uri = new URI(url.strip().replaceAll("/+$", ""));
            if (("http".equals(uri.getScheme()) || "https".equals(uri.getScheme())) && uri.getHost() != null
                    && uri.getRawQuery() == null) {
                return uri;
            }
        } catch (URISyntaxException _) {
            // answered below
        }
        throw CommandFailure.invalid("the server's address must look like http://127.0.0.1:8080");
    }

    private Optional<String> token(URI server) {
        if (tokenFile != null) {
            try {
                return Optional.of(AccessToken.readFile(tokenFile).reveal());
            } catch (IOException e) {
                throw unusable("the token file " + tokenFile, e);
            }
        }
        var fromEnvironment = System.getenv("BRIDGE_TOKEN");
        if (fromEnvironment != null && !fromEnvironment.isBlank()) {
            try {
                return Optional.of(AccessToken.of(fromEnvironment).reveal());
            } catch (IOException e) {
                throw unusable("BRIDGE_TOKEN", e);
            }
        }
        // A token found on this machine is not for others to see.
        return THIS_MACHINE.contains(server.getHost()) ? generated() : Optional.empty();
    }

    private static Optional<String> generated() {
        var data = Home.ofThisProcess().data();
        try {
            return Optional.of(AccessToken.read(data).reveal());
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw unusable("the token file " + AccessToken.file(data), e);
        }
    }

    private static CommandFailure unusable(String what, IOException thrown) {
        return new CommandFailure(ExitCode.ENVIRONMENT, what + " cannot be used: " + FolderTrouble.reason(thrown));
    }
}
