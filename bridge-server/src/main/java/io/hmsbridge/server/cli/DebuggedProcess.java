package io.hmsbridge.server.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The same command in a process of its own that a debugger can attach to. Debuggers come through this process: it sees them
 * come and go, also while the other one stands still, and tells it on its standard input.
 */
final class DebuggedProcess {

    private static final Logger LOG = LoggerFactory.getLogger(DebuggedProcess.class);
    private static final String CAME = "attached";
    private static final String WENT = "detached";

    private final int inner;
    private final OutputStream told;

    private DebuggedProcess(int inner, OutputStream told) {
        this.inner = inner;
        this.told = told;
    }

    /** Runs the command, and returns its exit status. */
    static int run(int port, List<String> arguments) throws IOException, InterruptedException {
        try (var front = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            int inner = freePort();
            var process = OwnJava.bridge(options(inner), debugged(arguments))
                    .redirectOutput(ProcessBuilder.Redirect.INHERIT).start();
            Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(() -> stop(process)));
            var debugged = new DebuggedProcess(inner, process.getOutputStream());
            Thread.ofVirtual().name("debuggers").start(() -> debugged.serve(front));
            return process.waitFor();
        } catch (BindException _) {
            throw CommandFailure.invalid("port " + port + " is taken; name another one with --debug");
        }
    }

    private static int freePort() throws IOException {
        try (var any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return any.getLocalPort();
        }
    }

    private static List<String> options(int inner) {
        var options = new ArrayList<>(ManagementFactory.getRuntimeMXBean().getInputArguments());
        options.add("-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,quiet=y,address=127.0.0.1:" + inner);
        return options;
    }

    private static List<String> debugged(List<String> arguments) {
        var debugged = new ArrayList<String>();
        for (int i = 0; i < arguments.size(); i++) {
            if (arguments.get(i).equals("--debug")) {
                i++;
            } else if (!arguments.get(i).startsWith("--debug=")) {
                debugged.add(arguments.get(i));
            }
        }
        debugged.add("--debugged");
        return debugged;
    }

    private static void stop(Process process) {
        process.destroy();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One at a time, as Java has it. */
    private void serve(ServerSocket front) {
        while (!front.isClosed()) {
            try (var debugger = front.accept(); var target = new Socket(InetAddress.getLoopbackAddress(), inner)) {
                tell(CAME);
                var back = Thread.ofVirtual().start(() -> pump(target, debugger));
                pump(debugger, target);
                back.join();
            } catch (IOException e) {
                LOG.debug("a debugger did not get through", e);
            } catch (InterruptedException e) {
                return;
            } finally {
                tell(WENT);
            }
        }
    }

    private void tell(String what) {
        try {
            told.write((what + "\n").getBytes(StandardCharsets.UTF_8));
            told.flush();
        } catch (IOException e) {
            LOG.debug("the debugged process has ended", e);
        }
    }

    private static void pump(Socket from, Socket to) {
        try (from; to) {
            from.setTcpNoDelay(true);
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            LOG.debug("the other side has closed", e);
        }
    }

    /** In the process that is debugged: whether a debugger is there. */
    static AtomicBoolean attached(InputStream told) {
        var attached = new AtomicBoolean();
        Thread.ofPlatform().daemon().name("debugger-watch").start(() -> {
            try (var lines = new BufferedReader(new InputStreamReader(told, StandardCharsets.UTF_8))) {
                for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                    boolean came = line.equals(CAME);
                    if (attached.getAndSet(came) != came) {
                        LOG.info(came ? "A debugger is attached; time-outs do not run"
                                : "The debugger is gone; time-outs run");
                    }
                }
            } catch (IOException e) {
                LOG.debug("nobody tells of debuggers any more", e);
            }
        });
        return attached;
    }
}
