package io.hmsbridge.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.hmsbridge.testkit.ReceivedCall;
import io.hmsbridge.testkit.RecordingHttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** docs/write-a-connector.md, from its first block to its last, as a reader would do it beside a bridge that runs. */
class WriteAConnectorIT {

    private static final Pattern SHEET = Pattern.compile("# (mappings/\\S+)");

    @TempDir
    private Path folder;

    private Path home;

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void everyBlockOfThePageWorksInItsTurn() throws Exception {
        home = Archive.unpack(folder);
        try (var service = RecordingHttpServer.start(); var bridge = BridgeProcess.start(home, folder)) {
            var blocks = Markdown.page("docs/write-a-connector.md").blocks().toList();
            assertThat(blocks).hasSizeGreaterThan(6);
            for (var block : blocks) {
                follow(block, service.uri().toString(), bridge);
            }

            assertThat(service.received()).filteredOn(call -> !call.method().equals("GET"))
                    .extracting(ReceivedCall::toString)
                    .containsExactly("POST /changes {\"dailyRate\":68}", "PATCH /rates {\"dailyRate\":68}");
        }
    }

    private void follow(Markdown.Block block, String service, BridgeProcess bridge) throws Exception {
        var text = block.text().replace("http://127.0.0.1:9000", service);
        var sheet = SHEET.matcher(text);
        switch (block.language()) {
            case "java" -> Files.writeString(home.resolve("MyConnector.java"), text);
            case "yaml" -> Files.writeString(home.resolve(sheet.find() ? sheet.group(1) : "conf/bridge.yaml"), text);
            case "sh" -> run(block, bridge);
            case "" -> runUntilReady(text.strip());
            default -> throw new AssertionError("nobody follows " + block);
        }
    }

    private void run(Markdown.Block block, BridgeProcess bridge) throws IOException, InterruptedException {
        var shell =
                new ProcessBuilder("bash", "-e", "-c", block.text()).directory(home.toFile()).redirectErrorStream(true);
        shell.environment().keySet().removeIf(name -> name.startsWith("BRIDGE_") || name.startsWith("MAVEN_"));
        shell.environment().put("JAVA_HOME", System.getProperty("java.home"));
        shell.environment().put("BRIDGE_URL", bridge.url().toString());
        var process = shell.start();
        var printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s printed:%n%s", block, printed).isZero();
    }

    /** A command that goes on until it is told to stop, beside the server that runs: in the project, with a folder and ports of its own. */
    private void runUntilReady(String command) throws IOException, InterruptedException {
        var own = Files.createDirectories(folder.resolve("dev"));
        var config = Files.writeString(own.resolve("bridge.yaml"),
                "data: %s\nmappings: %s\nplugins: {folder: %s}\nhttp: {port: 0}\n".formatted(own.resolve("data"),
                        Files.createDirectory(own.resolve("mappings")),
                        Files.createDirectory(own.resolve("plugins"))));
        var words = new ArrayList<>(
                List.of(command.replace("5005", Integer.toString(freePort())).split(" ")));
        assertThat(words.removeFirst()).isEqualTo("bridge");
        words.addFirst(home.resolve("bin/bridge").toString());
        words.addAll(List.of("--config", config.toString(), "--json"));
        var builder = new ProcessBuilder(words).directory(home.resolve("acme-connector").toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().keySet().removeIf(name -> name.startsWith("BRIDGE_"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        var process = builder.start();
        try {
            assertThat(process.inputReader().readLine()).contains("\"url\":\"http://127.0.0.1:");
        } finally {
            process.destroy();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("it stops when it is told to").isTrue();
        }
    }

    private static int freePort() throws IOException {
        try (var any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return any.getLocalPort();
        }
    }
}
