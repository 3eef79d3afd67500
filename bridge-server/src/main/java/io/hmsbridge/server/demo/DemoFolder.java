package io.hmsbridge.server.demo;

import io.hmsbridge.core.json.ExactJson;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.Optional;

/**
 * What a server needs, in one folder: sheets, plugins, a {@code bridge.yaml}, and its data. A temporary one is deleted
 * at the end.
 */
record DemoFolder(Path root, boolean temporary) implements AutoCloseable {

    static final String SHEET = "per-diem.yaml";
    static final String PLUGIN = "payroll-rest";
    /** The sheet that sends one event to every system, and that event. */
    static final String EVERYWHERE = "everywhere.yaml";
    static final String APPROVED = "policy.per_diem.approved";
    private static final String MARK = ".bridge-demo";

    /**
     * Takes a folder for demos: one that is absent, empty, or taken before.
     *
     * @return whether it could be taken; else it holds files which no demo may overwrite
     */
    static boolean claim(Path root) throws IOException {
        if (Files.exists(root) && !Files.isDirectory(root)) {
            throw new NotDirectoryException(root.toString());
        }
        Files.createDirectories(root);
        var mark = root.resolve(MARK);
        if (!Files.exists(mark)) {
            try (var files = Files.newDirectoryStream(root)) {
                if (files.iterator().hasNext()) {
                    return false;
                }
            }
            Files.writeString(mark, "The next bridge demo here overwrites what this one wrote.\n");
        }
        return true;
    }

    /** Fills a claimed folder, or a temporary one. */
    static DemoFolder prepare(Optional<Path> wanted, Installation shipped, URI payroll) throws IOException {
        var root = wanted.isPresent() ? wanted.get().toAbsolutePath()
                : Files.createTempDirectory("hms-bridge-demo-");
        var folder = new DemoFolder(root, wanted.isEmpty());
        copy(shipped.sheet(SHEET), Files.createDirectories(folder.mappings()));
        copy(shipped.plugin(PLUGIN), Files.createDirectories(folder.plugins()));
        save(folder.everywhere(), """
                source_event: %s
                targets:
                  payroll: {connector: PayrollConnector, map: {new_rate: dailyRate}}
                """.formatted(APPROVED));
        Files.writeString(folder.config(), folder.bridgeYaml(payroll));
        return folder;
    }

    Path config() {
        return root.resolve("bridge.yaml");
    }

    Path sheet() {
        return mappings().resolve(SHEET);
    }

    Path data() {
        return root.resolve("data");
    }

    /** One more system that the event goes to, before the server starts. */
    void add(Further further, Further.Running running, Installation shipped) throws IOException {
        copy(shipped.plugin(further.plugin()), plugins());
        Files.writeString(config(), further.inConfig(running), StandardOpenOption.APPEND);
        Files.writeString(everywhere(), further.inSheet(running), StandardOpenOption.APPEND);
    }

    private Path everywhere() {
        return mappings().resolve(EVERYWHERE);
    }

    private Path mappings() {
        return root.resolve("mappings");
    }

    private Path plugins() {
        return root.resolve("plugins");
    }

    /** Saves a file as careful editors do: whole under another name, then renamed. */
    static void save(Path file, String text) throws IOException {
        var draft = file.resolveSibling("." + file.getFileName() + ".new");
        Files.writeString(draft, text);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void close() throws IOException {
        if (temporary) {
            try (var all = Files.walk(root)) {
                for (var path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(path);
                }
            }
        }
    }

    /** Payroll is on this machine, which must be said of a target; and the demo does not wait for long. */
    private String bridgeYaml(URI payroll) {
        return """
                data: %s
                mappings: %s
                plugins: {folder: %s, trust: any}
                http: {port: 0}
                targets:
                  payroll:
                    connector: PayrollConnector
                    settings: {base: "%s"}
                    networks: [127.0.0.0/8]
                    retry: {first: 500ms, cap: 1s}
                """.formatted(quoted(data()), quoted(mappings()), quoted(plugins()), payroll);
    }

    private static String quoted(Path path) {
        return ExactJson.writeString(path.toString());
    }

    private static void copy(Path file, Path folder) throws IOException {
        Files.copy(file, folder.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
    }
}
