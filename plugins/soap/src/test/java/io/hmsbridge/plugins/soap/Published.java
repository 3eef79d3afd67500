package io.hmsbridge.plugins.soap;

import com.sun.net.httpserver.HttpServer;
import jakarta.xml.ws.Endpoint;
import jakarta.xml.ws.handler.Handler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A service that Metro serves on a free port of this machine. */
final class Published implements AutoCloseable {

    private final HttpServer http;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Endpoint endpoint;

    @SuppressWarnings("rawtypes") // the API of handler chains is
    private Published(Object service, Handler<?>... handlers) throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 100);
        http.setExecutor(threads);
        var context = http.createContext("/soap");
        endpoint = Endpoint.create(service);
        endpoint.getBinding().setHandlerChain(List.<Handler>of(handlers));
        endpoint.publish(context);
        http.start();
    }

    static Published of(Object service, Handler<?>... handlers) throws IOException {
        return new Published(service, handlers);
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort() + "/soap");
    }

    @Override
    public void close() {
        endpoint.stop();
        http.stop(0);
        threads.close();
    }
}
