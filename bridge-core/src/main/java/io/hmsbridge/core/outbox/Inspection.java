package io.hmsbridge.core.outbox;

import io.hmsbridge.api.Health;
import io.hmsbridge.core.egress.ForbiddenAddressException;
import io.hmsbridge.core.egress.Route;
import java.io.IOException;
import java.net.Socket;
import java.net.UnknownHostException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocket;

/** Goes the way to a target step by step, as its connector would, and tells of each. Sends no packet. */
final class Inspection {

    private static final Duration HANDSHAKE = Duration.ofSeconds(10);

    private final TargetSpec spec;
    private final List<Finding> findings = new ArrayList<>();

    Inspection(TargetSpec spec) {
        this.spec = spec;
    }

    List<Finding> findings() {
        return List.copyOf(findings);
    }

    void noConnector() {
        findings.add(Finding.failed("connector", "no plugin offers " + spec.connector(),
                "Put the plugin's jar into the plugins folder, or correct the connector's name; see bridge plugins list."));
    }

    void refused(ConnectorRefusedException e) {
        findings.add(Finding.failed("settings", e.getMessage(), "Correct them below targets: %s: in bridge.yaml."
                .formatted(spec.name())));
    }

    void made() {
        findings.add(Finding.ok("settings", spec.connector() + " takes them"));
    }

    /** Whether each place can be reached, until one cannot. */
    void reach(List<Place> places, SocketFactory sockets) {
        if (spec.route().proxy().isPresent()) {
            findings.add(Finding.unknown("connect", "it is reached through a proxy, which the login tests"));
            return;
        }
        places.forEach(place -> reach(place, sockets));
    }

    private void reach(Place place, SocketFactory sockets) {
        try (var socket = sockets.createSocket(place.host().replaceAll("[\\[\\]]", ""), place.port())) {
            findings.add(Finding.ok("dns", place.host() + " is " + socket.getInetAddress().getHostAddress()));
            findings.add(Finding.ok("connect", "port " + place.port() + " is open"));
            if (place.secured()) {
                secure(place, socket);
            }
        } catch (ForbiddenAddressException e) {
            findings.add(Finding.failed("dns", e.getMessage(),
                    "If it is meant to be there, allow the network: targets.%s.networks in bridge.yaml."
                            .formatted(spec.name())));
        } catch (UnknownHostException e) {
            findings.add(Finding.failed("dns", "there is no address of " + place.host() + " to be had",
                    "Check the name, and that this machine reaches its name server."));
        } catch (IOException e) {
            findings.add(Finding.failed("connect", place + ": " + e.getMessage(),
                    "Check that it runs, its port, and the firewalls in between."));
        }
    }

    private void secure(Place place, Socket socket) {
        try (var secured = (SSLSocket) spec.route().tls().context().getSocketFactory()
                .createSocket(socket, place.host(), place.port(), true)) {
            var parameters = secured.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            secured.setSSLParameters(parameters);
            secured.setSoTimeout((int) HANDSHAKE.toMillis());
            secured.startHandshake();
            var session = secured.getSession();
            var shown = (X509Certificate) session.getPeerCertificates()[0];
            findings.add(Finding.ok("tls", "%s, its certificate is valid until %s".formatted(session.getProtocol(),
                    shown.getNotAfter().toInstant())));
        } catch (IOException | IllegalArgumentException e) {
            findings.add(Finding.failed("tls", place + ": " + e.getMessage(), spec.route().equals(Route.DIRECT)
                    ? "Renew its certificate, or name its authority: targets.%s.tls.authorities in bridge.yaml."
                            .formatted(spec.name())
                    : "Renew its certificate, or correct the files below targets.%s.tls in bridge.yaml."
                            .formatted(spec.name())));
        }
    }

    void probed(Health health) {
        findings.add(switch (health.state()) {
            case AWAKE -> Finding.ok("login", health.detail());
            case ASLEEP -> Finding.failed("login", health.detail(),
                    "If it refuses the login, renew the secret or give it the right; if it does not answer, wake it.");
            case UNKNOWN -> Finding.unknown("login", health.detail());
        });
    }
}
