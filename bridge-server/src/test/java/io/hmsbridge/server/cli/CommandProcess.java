package io.hmsbridge.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A command in a process of its own, and what it has said so far. */
final class CommandProcess implements AutoCloseable {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final String SETPRIV = "/usr/bin/setpriv";

    private final Process process;
    private final Queue<String> said = new ConcurrentLinkedQueue<>();

    private CommandProcess(List<String> command) throws IOException {
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        Thread.ofVirtual().start(() -> {
            try (var lines = process.inputReader()) {
                lines.lines().forEach(said::add);
            } catch (UncheckedIOException | IOException e) {
                said.add(e.toString());
            }
        });
    }

    static CommandProcess start(String... arguments) throws IOException {
        return new CommandProcess(java(arguments));
    }

    /** As {@link #start}; the rights of files hold for it, even if this process is root's, whom they do not concern. */
    static CommandProcess startBoundByRights(String... arguments) throws IOException {
        if (!"root".equals(System.getProperty("user.name"))) {
            return start(arguments);
        }
        assumeTrue(Files.isExecutable(Path.of(SETPRIV)),
                "root may read everything, and setpriv of util-linux, which can keep it from that, is not here");
        var command = new ArrayList<>(List.of(SETPRIV, "--bounding-set", "-dac_override,-dac_read_search"));
        command.addAll(java(arguments));
        return new CommandProcess(command);
    }

    private static List<String> java(String... arguments) {
        var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
                BridgeCli.class.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    /** Waits for a line with this in it. */
    String awaitLine(String with) {
        await().atMost(LONG).until(() -> !lines(with).isEmpty() || !process.isAlive());
        assertThat(lines(with)).as("%s", said).isNotEmpty();
        return lines(with).getFirst();
    }

    /** The lines so far with this in them. */
    List<String> lines(String with) {
        return said.stream().filter(line -> line.contains(with)).toList();
    }

    /** Waits until a server is ready, and says where. */
    String awaitUrl() {
        return awaitLine("HMS Bridge ready on ").replaceFirst(".*ready on (\\S+).*", "$1");
    }

    /** Waits until it has ended by itself, and returns its exit status. */
    int awaitEnd() {
        assertThat(process.onExit()).as("%s", said).succeedsWithin(LONG);
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroy();
        assertThat(process.onExit()).as("it stops when it is told to").succeedsWithin(LONG);
    }
}
