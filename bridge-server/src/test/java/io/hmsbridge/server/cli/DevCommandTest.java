package io.hmsbridge.server.cli;

import static io.hmsbridge.server.cli.Run.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.AttachingConnector;
import io.hmsbridge.core.json.ExactJson;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The loop of one who writes a connector: compiled, swapped, looked at with a debugger. */
class DevCommandTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    @TempDir
    private Path folder;

    @Test
    void whatIsCompiledIsSwappedWhileADebuggerIsAttached() throws Exception {
        var classes = Files.createDirectories(folder.resolve("hello/target/classes"));
        compile(classes, "one");
        var mappings = Files.createDirectories(folder.resolve("mappings"));
        Files.writeString(mappings.resolve("greet.yaml"),
                "source_event: a.b\ntargets:\n  greeted:\n    connector: Hello\n    map: {n: n}\n");
        var config = Files.writeString(folder.resolve("bridge.yaml"), "data: %s\nmappings: %s\nhttp: {port: 0}\n"
                .formatted(text(folder.resolve("data")), text(mappings)));
        int port = freePort();
        try (var dev = CommandProcess.start("dev", "--plugin", classes.toString(), "--debug", String.valueOf(port),
                "--config", config.toString())) {
            var url = dev.awaitUrl();
            assertThat(emitted(url)).contains("hello one");

            var debugger = attach(port);
            dev.awaitLine("A debugger is attached");
            compile(classes, "two");

            await().atMost(LONG)
                    .until(() -> run("plugins", "list", "--url", url, "--token-file", token(), "--json").objects()
                            .stream()
                            .anyMatch(p -> p.get("version").equals("0.0.2") && p.get("state").equals("ACTIVE")));
            await().atMost(LONG).until(() -> emitted(url).contains("hello two"));
            debugger.dispose();
            dev.awaitLine("The debugger is gone");
        }
    }

    @Test
    void whoNamesAFolderThatIsNotThereIsTold() {
        var run = run("dev", "--plugin", folder.resolve("target/classes").toString());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("there is no folder", "compile the connector first");
    }

    @Test
    void whoNamesNoPortIsTold() throws Exception {
        var run =
                run("dev", "--plugin", Files.createDirectory(folder.resolve("classes")).toString(), "--debug", "99999");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--debug 99999 is no port");
    }

    private String emitted(String url) {
        var emitted =
                run("emit", "a.b", "--data", "{\"n\": 1}", "--wait", "20s", "--url", url, "--token-file", token());
        assertThat(emitted.err()).isEmpty();
        return run("packets", "--url", url, "--token-file", token(), "--json").out();
    }

    private String token() {
        return folder.resolve("data/token").toString();
    }

    private static VirtualMachine attach(int port) throws Exception {
        AttachingConnector socket = Bootstrap.virtualMachineManager().attachingConnectors().stream()
                .filter(c -> c.name().equals("com.sun.jdi.SocketAttach")).findFirst().orElseThrow();
        var arguments = socket.defaultArguments();
        arguments.get("hostname").setValue("127.0.0.1");
        arguments.get("port").setValue(String.valueOf(port));
        return socket.attach(arguments);
    }

    private void compile(Path classes, String greeting) throws IOException {
        var source = Files.writeString(folder.resolve("Hello.java"), """
                import io.hmsbridge.api.*;

                @org.pf4j.Extension
                public final class Hello implements ConnectorFactory {
                    public String name() { return "Hello"; }
                    public Connector create(ConnectorContext context) {
                        return packet -> SendResult.delivered("hello %s");
                    }
                }
                """.formatted(greeting));
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, "-proc:full", "-cp",
                System.getProperty("java.class.path"), "-d", classes.toString(), source.toString())).isZero();
    }

    private static int freePort() throws IOException {
        try (var any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return any.getLocalPort();
        }
    }

    private static String text(Path path) {
        return ExactJson.writeString(path.toString());
    }
}
