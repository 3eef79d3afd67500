package io.hmsbridge.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;

/** Another process with a server of its own on a folder, for tests that kill it. */
final class BridgeProcess implements AutoCloseable {
    private final Process process;
    private final long serverPid;

    private BridgeProcess(Process process, long serverPid) {
        this.process = process;
        this.serverPid = serverPid;
    }

    /** Returns when the server of the other process is ready and holds a committed row "kept". */
    static BridgeProcess on(Path data) throws IOException {
        var java = ProcessHandle.current().info().command().orElseThrow();
        var classPath = System.getProperty("java.class.path");
        var process = new ProcessBuilder(java, "-cp", classPath, BridgeProcess.class.getName(), data.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var lines = process.inputReader(StandardCharsets.UTF_8).lines();
        var ready = lines.filter(line -> line.startsWith("server=")).findFirst();
        return new BridgeProcess(process, Long.parseLong(ready.orElseThrow().substring("server=".length())));
    }

    /** What the other process does. */
    public static void main(String[] arguments) throws InterruptedException, SQLException {
        var postgres = EmbeddedPostgres.start(Path.of(arguments[0]));
        try (var connection = DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE note (text text)");
            statement.execute("INSERT INTO note VALUES ('kept')");
        }
        System.out.println("server=" + postgres.pid());
        new CountDownLatch(1).await();
    }

    long pid() {
        return process.pid();
    }

    ProcessHandle server() {
        return ProcessHandle.of(serverPid).orElseThrow();
    }

    /** As by {@code kill -9}: no shutdown hook runs. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
