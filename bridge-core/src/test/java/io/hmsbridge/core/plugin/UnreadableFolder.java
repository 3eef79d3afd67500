package io.hmsbridge.core.plugin;

import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Collectors;

/** A host whose folder loses its read rights while it runs, and gets them back; tells how it stands. */
final class UnreadableFolder {

    private UnreadableFolder() {}

    public static void main(String[] args) throws Exception {
        var folder = Path.of(args[0]);
        try (var host = PluginHost.open(folder, Path.of(args[1]))) {
            System.out.println("before: " + host.connectors().names());
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("---------"));
            await().until(() -> !problem(host).isEmpty());
            System.out.println("unreadable: " + host.connectors().names() + " " + problem(host));
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
            await().until(() -> problem(host).isEmpty());
            System.out.println("after: " + host.connectors().names());
        } finally {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
    }

    private static String problem(PluginHost host) {
        return host.plugins().stream().filter(plugin -> !plugin.problem().isEmpty())
                .map(plugin -> plugin.file() + " " + plugin.state() + " " + plugin.problem())
                .collect(Collectors.joining());
    }
}
