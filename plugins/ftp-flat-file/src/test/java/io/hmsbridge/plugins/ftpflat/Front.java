package io.hmsbridge.plugins.ftpflat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Stands before an FTP server's control port, and before its data when told to: passes commands on, answers itself, or cuts. A
 * null answer cuts.
 */
final class Front implements AutoCloseable {

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final Pattern EPSV = Pattern.compile("\\(\\|\\|\\|(\\d+)\\|\\)");
    private static final Pattern PASV = Pattern.compile("\\((\\d+,\\d+,\\d+,\\d+),(\\d+),(\\d+)\\)");

    private static final Pattern PORT = Pattern.compile("PORT 127,0,0,1,(\\d+),(\\d+)");

    /** What to do at a command. */
    private record Trick(String command, String answer, boolean afterEffect) {}

    private static final String FOR_EVER = "for ever ";
    private static final Trick NONE = new Trick("", null, false);

    private final int serverPort;
    private final int port;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private ServerSocket listener;
    private Thread accepting;
    private volatile boolean silent;
    private volatile Trick trick = NONE;
    private volatile int dataLimit = -1;
    private volatile String endlessData = "";
    private volatile String pasvHost = "";
    private volatile String stranger = "";
    private volatile int strangersBytes = -1;

    private Front(int serverPort) throws IOException {
        this.serverPort = serverPort;
        listener = new ServerSocket(0, 100, LOOPBACK);
        port = listener.getLocalPort();
        accept(listener);
    }

    static Front before(int serverPort) throws IOException {
        return new Front(serverPort);
    }

    int port() {
        return port;
    }

    int connections() {
        return (int) open.stream().filter(socket -> !socket.isClosed()).count();
    }

    synchronized void down() throws IOException {
        stopListening();
        cut();
    }

    void silent() {
        cut();
        silent = true;
    }

    /** The command is not passed on. */
    void onCommand(String command, String answer) {
        trick = new Trick(command, answer, false);
    }

    /** The command is answered without end. */
    void onCommandForEver(String command, String piece) {
        trick = new Trick(command, FOR_EVER + piece, false);
    }

    /** The command has its effect. */
    void onAnswerTo(String command, String answer) {
        trick = new Trick(command, answer, true);
    }

    /** Data that is uploaded is cut after so many bytes. */
    void cutDataAfter(int bytes) {
        dataLimit = bytes;
    }

    /** Data that is downloaded never ends. */
    void dataForEver(String piece) {
        endlessData = piece;
    }

    /** PASV answers name another host. */
    void sendElsewhere(String host) {
        pasvHost = host.replace('.', ',');
    }

    /** Somebody connects from this address to the port that a client opens for the server's data, before the server does. */
    void strangerFrom(String address) {
        stranger = address;
    }

    /** How many bytes the stranger got, once its connection was closed. */
    int strangersBytes() {
        return strangersBytes;
    }

    synchronized void behave() throws IOException {
        silent = false;
        trick = NONE;
        dataLimit = -1;
        endlessData = "";
        stranger = "";
        cut();
        if (listener.isClosed()) {
            listener = new ServerSocket();
            listener.setReuseAddress(true);
            listener.bind(new InetSocketAddress(LOOPBACK, port));
            accept(listener);
        }
    }

    private void cut() {
        open.forEach(Front::close);
        open.clear();
    }

    /** While it still waits in accept, the port is taken. */
    private void stopListening() throws IOException {
        listener.close();
        try {
            accepting.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void accept(ServerSocket from) {
        accepting = Thread.ofVirtual().start(() -> {
            while (!from.isClosed()) {
                try {
                    var client = from.accept();
                    open.add(client);
                    Thread.ofVirtual().start(() -> serve(client));
                } catch (IOException _) {
                    return; // closed
                }
            }
        });
    }

    private void serve(Socket client) {
        if (silent) {
            drain(client);
            return;
        }
        try (client; var server = new Socket(LOOPBACK, serverPort)) {
            var answers = reader(server);
            pass(answers, client);
            var commands = reader(client);
            for (var command = commands.readLine(); command != null; command = commands.readLine()) {
                var now = trick;
                boolean mine = !now.command.isEmpty() && command.startsWith(now.command);
                if (mine && !now.afterEffect) {
                    if (now.answer == null) {
                        return;
                    }
                    answer(client, now.answer);
                    continue;
                }
                var port = PORT.matcher(command);
                if (!stranger.isEmpty() && port.matches()) {
                    connectFrom(stranger, Integer.parseInt(port.group(1)) * 256 + Integer.parseInt(port.group(2)));
                }
                say(server, command);
                var answer = readAnswer(answers);
                if (answer == null || mine) {
                    return;
                }
                say(client, command.equals("PASV") || command.equals("EPSV") ? passive(answer) : answer);
                if (answer.startsWith("1")) {
                    var end = readAnswer(answers);
                    if (end == null) {
                        return;
                    }
                    say(client, end);
                }
            }
        } catch (IOException _) {
            // One side is gone, and so is the other.
        } finally {
            close(client);
            open.remove(client);
        }
    }

    private void connectFrom(String address, int port) throws IOException {
        var socket = new Socket(LOOPBACK, port, InetAddress.getByName(address), 0);
        Thread.ofVirtual().start(() -> {
            try (socket) {
                strangersBytes = socket.getInputStream().readAllBytes().length;
            } catch (IOException _) {
                strangersBytes = 0; // refused
            }
        });
    }

    private static void answer(Socket client, String answer) throws IOException {
        if (!answer.startsWith(FOR_EVER)) {
            say(client, answer);
            return;
        }
        var piece = answer.substring(FOR_EVER.length()).repeat(100).getBytes(StandardCharsets.UTF_8);
        while (true) { // until the other side closes: the write then fails
            client.getOutputStream().write(piece);
        }
    }

    private void drain(Socket client) {
        try (client) {
            client.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
        } catch (IOException _) {
            // The client gave up.
        } finally {
            open.remove(client);
        }
    }

    private String passive(String answer) throws IOException {
        if (!pasvHost.isEmpty()) {
            return PASV.matcher(answer).replaceFirst(m -> "(" + pasvHost + "," + m.group(2) + "," + m.group(3) + ")");
        }
        if (dataLimit < 0 && endlessData.isEmpty()) {
            return answer;
        }
        var epsv = EPSV.matcher(answer);
        if (epsv.find()) {
            return epsv.replaceFirst("(|||" + between(Integer.parseInt(epsv.group(1))) + "|)");
        }
        var pasv = PASV.matcher(answer);
        if (!pasv.find()) {
            return answer;
        }
        int own = between(Integer.parseInt(pasv.group(2)) * 256 + Integer.parseInt(pasv.group(3)));
        return pasv.replaceFirst("(127,0,0,1," + own / 256 + "," + own % 256 + ")");
    }

    /** A port before a data port, which passes on so many bytes and no more, or answers without end. */
    private int between(int dataPort) throws IOException {
        var own = new ServerSocket(0, 1, LOOPBACK);
        int limit = dataLimit;
        var endless = endlessData;
        Thread.ofVirtual().start(() -> {
            try (own; var client = own.accept(); var server = new Socket(LOOPBACK, dataPort)) {
                if (!endless.isEmpty()) {
                    answer(client, FOR_EVER + endless);
                }
                server.getOutputStream().write(client.getInputStream().readNBytes(limit));
                client.setSoLinger(true, 0); // a reset, not an end
            } catch (IOException _) {
                // One side is gone, and so is the other.
            }
        });
        return own.getLocalPort();
    }

    private static BufferedReader reader(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    private static void pass(BufferedReader answers, Socket client) throws IOException {
        var greeting = readAnswer(answers);
        if (greeting != null) {
            say(client, greeting);
        }
    }

    /** An answer of one line or more. */
    private static String readAnswer(BufferedReader from) throws IOException {
        var first = from.readLine();
        if (first == null || first.length() < 4 || first.charAt(3) != '-') {
            return first;
        }
        var whole = new StringBuilder(first);
        var end = first.substring(0, 3) + " ";
        for (var line = from.readLine(); line != null; line = from.readLine()) {
            whole.append("\r\n").append(line);
            if (line.startsWith(end)) {
                break;
            }
        }
        return whole.toString();
    }

    private static void say(Socket to, String line) throws IOException {
        to.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException _) {
            // It is closed as far as it can be.
        }
    }

    @Override
    public synchronized void close() throws IOException {
        stopListening();
        cut();
    }
}
