package io.hmsbridge.core.egress;

import io.hmsbridge.api.Http;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.SocketFactory;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * The way out to one target. Connections are pooled per target and never shared between targets: a connection that one
 * target's policy allowed would else serve another whose policy forbids it.
 */
public final class TargetEgress implements AutoCloseable {

    // Far above any lane's concurrency, which is what bounds a target.
    private static final int MAX_CONNECTIONS_PER_HOST = 256;
    private static final int MAX_CONNECTIONS = 1024;
    private static final TimeValue CHECKED_WHEN_IDLE_FOR = TimeValue.ofSeconds(2);
    private static final TimeValue CLOSED_WHEN_IDLE_FOR = TimeValue.ofSeconds(30);
    // A host that moves to another address is followed within this time.
    private static final TimeValue LIFETIME = TimeValue.ofMinutes(5);
    // No time-out of its own for an answer: the watch bounds the whole call, and a timer for each read costs more.
    private static final Timeout NONE = Timeout.DISABLED;
    private static final int MAX_HEADERS = 200;
    private static final int MAX_HEADER_LENGTH = 16 * 1024;

    private final PoolingHttpClientConnectionManager connections;
    private final Http http;
    private final SocketFactory sockets;
    private final Consumer<TargetEgress> onClose;

    TargetEgress(EgressSettings settings, String userAgent, Clock clock, Lookup lookup, Watch watch,
            Consumer<TargetEgress> onClose) {
        var addresses = new PermittedAddresses(settings, lookup);
        var guard = settings.route().proxy().map(_ -> new ProxyGuard(settings, lookup));
        this.connections = connections(settings, guard.<DnsResolver>map(g -> g).orElse(addresses));
        this.http = new PooledHttp(settings, client(connections, userAgent, settings.route()), guard, watch, clock);
        this.sockets = new PolicedSocketFactory(settings, addresses);
        this.onClose = onClose;
    }

    /** Calls under this target's policy and limits. */
    public Http http() {
        return http;
    }

    /**
     * Sockets that connect under this target's policy and connect time-out; a refusal is a
     * {@link ForbiddenAddressException}.
     */
    public SocketFactory sockets() {
        return sockets;
    }

    /** Closes connections that nobody has used for a while. */
    void trim() {
        connections.closeExpired();
        connections.closeIdle(CLOSED_WHEN_IDLE_FOR);
    }

    /** Closes the pooled connections; calls under way fail. Sockets already handed out stay with their owner. */
    @Override
    public void close() {
        onClose.accept(this);
        connections.close(CloseMode.IMMEDIATE);
    }

    private static PoolingHttpClientConnectionManager connections(EgressSettings settings, DnsResolver addresses) {
        var http1 = Http1Config.custom().setMaxHeaderCount(MAX_HEADERS).setMaxLineLength(MAX_HEADER_LENGTH).build();
        return PoolingHttpClientConnectionManagerBuilder.create()
                .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.LAX)
                .setMaxConnPerRoute(MAX_CONNECTIONS_PER_HOST)
                .setMaxConnTotal(MAX_CONNECTIONS)
                .setDnsResolver(addresses)
                .setTlsSocketStrategy(settings.route().tls().equals(Tls.USUAL) ? null
                        : new DefaultClientTlsStrategy(settings.route().tls().context()))
                .setConnectionFactory(ManagedHttpClientConnectionFactory.builder().http1Config(http1).build())
                .setDefaultSocketConfig(SocketConfig.custom().setSoTimeout(NONE).build())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(Timeout.of(settings.connectTimeout().toMillis(), TimeUnit.MILLISECONDS))
                        .setValidateAfterInactivity(CHECKED_WHEN_IDLE_FOR)
                        .setTimeToLive(LIFETIME)
                        .build())
                .build();
    }

    private static CloseableHttpClient client(PoolingHttpClientConnectionManager connections, String userAgent,
            Route route) {
        var proxy = route.proxy();
        var login = proxy.flatMap(Proxy::login);
        var requests = RequestConfig.custom()
                // Only a proxy is ever logged in to here: no credentials are known for any target.
                .setAuthenticationEnabled(login.isPresent())
                .setRedirectsEnabled(false)
                .setProtocolUpgradeEnabled(false)
                .build();
        var credentials = new BasicCredentialsProvider();
        login.ifPresent(known -> credentials.setCredentials(
                new AuthScope(proxy.get().address().getHost(), proxy.get().address().getPort()),
                new UsernamePasswordCredentials(known.user(), known.password().reveal().toCharArray())));
        return HttpClientBuilder.create()
                .setProxy(proxy.map(p -> new HttpHost("http", p.address().getHost(), p.address().getPort()))
                        .orElse(null))
                .setDefaultCredentialsProvider(credentials)
                .setConnectionManager(connections)
                .setDefaultRequestConfig(requests)
                .setUserAgent(userAgent)
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .disableConnectionState()
                .addExecInterceptorBefore(ChainElement.MAIN_TRANSPORT.name(), "mark-connected",
                        (request, scope, chain) -> {
                            ((Exchange) scope.originalRequest).markConnected();
                            return chain.proceed(request, scope);
                        })
                .build();
    }
}
