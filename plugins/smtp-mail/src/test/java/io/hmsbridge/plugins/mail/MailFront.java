package io.hmsbridge.plugins.mail;

import io.hmsbridge.testkit.contract.Counterpart;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ServerSocketFactory;

/** Stands before a real mail server, takes TLS off, and plays its failures. */
final class MailFront implements AutoCloseable {

    private final ServerSocketFactory sockets;
    private final int behind;
    private final int port;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final List<String> commands = new CopyOnWriteArrayList<>();
    private volatile String playing = "";
    private volatile ServerSocket server;
    private volatile Thread accepting;

    /** @param behind the port of the server, on this machine */
    MailFront(ServerSocketFactory sockets, int behind) throws IOException {
        this.sockets = sockets;
        this.behind = behind;
        listen(0);
        port = server.getLocalPort();
    }

    int port() {
        return port;
    }

    int connections() {
        return open.size();
    }

    /** The commands so far, without the content. */
    List<String> commands() {
        return commands;
    }

    void play(String failure) throws IOException {
        playing = failure;
        if (failure.equals(Counterpart.DOWN)) {
            close();
        }
    }

    void behave() throws IOException {
        playing = "";
        if (server.isClosed()) {
            listen(port);
        }
    }

    /** Breaks the connections that are open, as a server does with idle ones. */
    void hangUp() throws IOException {
        for (var socket : open) {
            socket.close();
        }
    }

    @Override
    public void close() throws IOException {
        stopListening();
        hangUp();
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
        var listening = sockets.createServerSocket();
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
        try (client; var mail = new Socket(InetAddress.ofLiteral("127.0.0.1"), behind)) {
            converse(client, mail);
        } catch (IOException hungUp) {
            // As many of these tests want.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(client);
        }
    }

    private void converse(Socket client, Socket mail) throws IOException, InterruptedException {
        var fromClient = new BufferedInputStream(client.getInputStream());
        var fromMail = new BufferedInputStream(mail.getInputStream());
        // A mail of many lines is to be through within the connector's second, on a busy machine, too.
        var toMail = new BufferedOutputStream(mail.getOutputStream());
        boolean inContent = false;
        var verb = "greeting";
        for (String line = ""; line != null; line = line(fromClient)) {
            if (!inContent && !line.isEmpty()) {
                verb = line.split("[ :\r\n]", 2)[0].toUpperCase(Locale.ROOT);
                commands.add(line.strip());
            } else if (inContent && !line.equals(".\r\n")) {
                if (playing.equals(MailFailure.CUT_IN_CONTENT)) {
                    return;
                }
                toMail.write(line.getBytes(StandardCharsets.ISO_8859_1));
                continue;
            } else if (inContent) {
                verb = ".";
            }
            if (played(verb, client)) {
                if (inContent) { // the server behind still waits for the end of it
                    agree(fromClient, client);
                    return;
                }
                continue;
            }
            if (!line.isEmpty()) {
                toMail.write(line.getBytes(StandardCharsets.ISO_8859_1));
                toMail.flush();
            }
            var reply = reply(fromMail);
            if (verb.equals(".") && playing.equals(Counterpart.CUT_AFTER_EFFECT)) {
                return;
            }
            reply = switch (playing) {
                case MailFailure.NO_AUTH -> reply.replaceAll("(250[- ])AUTH[^\r]*", "$1HELP");
                case MailFailure.XOAUTH2 -> reply.replaceAll("(250[- ])AUTH[^\r]*", "$1AUTH XOAUTH2");
                default -> reply;
            };
            write(client, reply);
            inContent = verb.equals("DATA") && reply.startsWith("354");
        }
    }

    /** Says yes to all that follows. */
    private static void agree(InputStream fromClient, Socket client) throws IOException {
        while (line(fromClient) != null) {
            write(client, "250 2.0.0 yes\r\n");
        }
    }

    /** Whether a failure took the server's place in answering. */
    private boolean played(String verb, Socket client) throws IOException, InterruptedException {
        switch (playing) {
            case Counterpart.SILENT -> client.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
            case MailFailure.DRIP -> drip(client);
            case Counterpart.ENDLESS -> pour(client, "250-for ever and ever\r\n");
            case Counterpart.HUGE -> pour(client, "x".repeat(1000));
            case MailFailure.GARBAGE -> {
                write(client, "HTPP/9 what\u0000ever\r\n");
                client.close();
            }
            default -> {
                var failure = playing.split(" ");
                if (failure.length != 2 || !failure[0].equals(verb)) {
                    return false;
                }
                write(client, failure[1] + " 4.9.9 said <someone@agency.example>\r\n");
            }
        }
        return true;
    }

    private static void pour(Socket client, String piece) throws IOException {
        var pieces = piece.repeat(100);
        while (true) { // until the other side closes: the write then fails
            write(client, pieces);
        }
    }

    private static void drip(Socket client) throws IOException, InterruptedException {
        while (true) { // until the other side closes: the write then fails
            write(client, "x");
            Thread.sleep(20);
        }
    }

    private static String reply(InputStream in) throws IOException {
        var reply = new StringBuilder();
        for (var line = line(in); line != null; line = line(in)) {
            reply.append(line);
            if (line.length() < 4 || line.charAt(3) != '-') {
                break;
            }
        }
        return reply.toString();
    }

    private static String line(InputStream in) throws IOException {
        var bytes = new ByteArrayOutputStream();
        for (int c = in.read(); c >= 0; c = in.read()) {
            bytes.write(c);
            if (c == '\n') {
                return bytes.toString(StandardCharsets.ISO_8859_1);
            }
        }
        return null;
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }
}
