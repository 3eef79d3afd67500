package io.hmsbridge.plugins.soap;

import io.hmsbridge.testkit.contract.Counterpart;
import io.hmsbridge.testkit.contract.Effect;
import io.hmsbridge.testkit.contract.Outcome;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The service of {@code rates.wsdl}, by Metro, behind a front that plays its failures. */
final class SoapCounterpart implements Counterpart {

    private static final RatesService RATES = new RatesService();
    /** One for all tests, since its threads are not the connector's. */
    private static final Published SERVICE = service();

    private final Map<String, Object> settings = new HashMap<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final int port;
    private volatile String playing = "";
    private volatile ServerSocket server;
    private volatile Thread accepting;

    private SoapCounterpart() throws IOException {
        RATES.rates().clear();
        listen(0);
        port = server.getLocalPort();
        settings.put("endpoint", "http://127.0.0.1:" + port + "/soap");
        settings.put("user", "bridge");
        settings.put("password", "pa55w0rd-of-soap");
        settings.put("password_type", "digest");
        settings.put("timeout", "3s");
    }

    static SoapCounterpart start() throws IOException {
        return new SoapCounterpart();
    }

    private static Published service() {
        try {
            var service = Published.of(RATES, new LoginCheck("bridge", "pa55w0rd-of-soap"));
            Runtime.getRuntime().addShutdownHook(new Thread(service::close));
            return service;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    SoapCounterpart with(String setting, Object value) {
        settings.put(setting, value);
        return this;
    }

    SoapCounterpart without(String setting) {
        settings.remove(setting);
        return this;
    }

    /** Heads and bodies of the requests so far. */
    List<String> requests() {
        return requests;
    }

    @Override
    public Map<String, Object> settings() {
        return settings;
    }

    @Override
    public List<Effect> effects() {
        return RATES.rates().stream().map(Effect::new).toList();
    }

    @Override
    public Map<String, Set<Outcome>> failures() {
        return SoapFailure.TABLE;
    }

    @Override
    public void play(String failure) throws IOException {
        playing = failure;
        if (failure.equals(DOWN)) {
            close();
        }
    }

    @Override
    public void behave() throws IOException {
        playing = "";
        if (server.isClosed()) {
            listen(port);
        }
    }

    @Override
    public Map<String, Object> poison() {
        return Map.of("poison", true);
    }

    @Override
    public int connections() {
        return open.size();
    }

    @Override
    public void close() throws IOException {
        stopListening();
        for (var socket : open) {
            socket.close();
        }
    }

    /** While it still waits in accept, the port is taken. */
    private void stopListening() throws IOException {
        server.close();
        try {
            accepting.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void listen(int onPort) throws IOException {
        var listening = new ServerSocket();
        listening.setReuseAddress(true);
        listening.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), onPort), 100);
        server = listening;
        accepting = Thread.ofVirtual().start(() -> {
            while (!listening.isClosed()) {
                try {
                    var socket = listening.accept();
                    open.add(socket);
                    Thread.ofVirtual().start(() -> serve(socket));
                } catch (IOException e) {
                    if (!listening.isClosed()) {
                        throw new java.io.UncheckedIOException(e);
                    }
                }
            }
        });
    }

    private void serve(Socket client) {
        try (client; var metro = new Socket(InetAddress.ofLiteral("127.0.0.1"), SERVICE.uri().getPort())) {
            var fromClient = new BufferedInputStream(client.getInputStream());
            var fromMetro = new BufferedInputStream(metro.getInputStream());
            for (var request = message(fromClient); request != null; request = message(fromClient)) {
                requests.add(new String(request, StandardCharsets.UTF_8));
                var played = SoapFailure.ANSWERS.get(playing);
                if (playing.equals(SILENT)) {
                    client.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
                } else if (playing.equals(ENDLESS)) {
                    pour(client, "");
                } else if (playing.equals(HUGE)) {
                    pour(client, "Content-Length: 4000000000\r\n");
                } else if (played != null) {
                    client.getOutputStream().write(answer(played));
                } else {
                    metro.getOutputStream().write(request);
                    var answer = message(fromMetro);
                    if (playing.equals(CUT_AFTER_EFFECT) || answer == null) {
                        return;
                    }
                    client.getOutputStream().write(answer);
                }
            }
        } catch (IOException hungUp) {
            // As many of these tests want.
        } finally {
            open.remove(client);
        }
    }

    private static void pour(Socket client, String header) throws IOException {
        var out = client.getOutputStream();
        out.write(("HTTP/1.1 200 Played\r\nContent-Type: text/xml\r\n" + header + "\r\n<Envelope>")
                .getBytes(StandardCharsets.ISO_8859_1));
        var piece = "<for-ever-and-ever/>".repeat(1000).getBytes(StandardCharsets.ISO_8859_1);
        while (true) { // until the other side closes: the write then fails
            out.write(piece);
        }
    }

    private static byte[] answer(SoapFailure.Played played) {
        var body = played.body().getBytes(StandardCharsets.UTF_8);
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(("HTTP/1.1 " + played.status() + " Played\r\nContent-Type: text/xml\r\nContent-Length: "
                + body.length + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
        bytes.writeBytes(body);
        return bytes.toByteArray();
    }

    /** One HTTP message, head and body, as it came; null at the end. */
    private static byte[] message(InputStream in) throws IOException {
        var bytes = new ByteArrayOutputStream();
        int length = 0;
        boolean isChunked = false;
        for (var line = line(in, bytes); !line.isEmpty(); line = line(in, bytes)) {
            var header = line.toLowerCase(Locale.ROOT);
            if (header.startsWith("content-length:")) {
                length = Integer.parseInt(header.substring(15).strip());
            }
            isChunked |= header.startsWith("transfer-encoding:");
        }
        if (bytes.size() == 0) {
            return null;
        }
        while (isChunked) {
            int chunk = Integer.parseInt(line(in, bytes), 16);
            bytes.writeBytes(in.readNBytes(chunk + 2));
            isChunked = chunk > 0;
        }
        bytes.writeBytes(in.readNBytes(length));
        return bytes.toByteArray();
    }

    private static String line(InputStream in, ByteArrayOutputStream copy) throws IOException {
        var line = new ByteArrayOutputStream();
        for (int c = in.read(); c >= 0; c = in.read()) {
            copy.write(c);
            if (c == '\n') {
                break;
            }
            line.write(c);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }
}
