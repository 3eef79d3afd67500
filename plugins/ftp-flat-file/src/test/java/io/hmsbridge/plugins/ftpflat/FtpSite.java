package io.hmsbridge.plugins.ftpflat;

import io.hmsbridge.testkit.contract.Counterpart;
import io.hmsbridge.testkit.contract.Effect;
import io.hmsbridge.testkit.contract.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.ftpserver.FtpServerFactory;
import org.apache.ftpserver.ftplet.UserManager;
import org.apache.ftpserver.listener.Listener;
import org.apache.ftpserver.listener.ListenerFactory;
import org.apache.ftpserver.usermanager.PropertiesUserManagerFactory;
import org.apache.ftpserver.usermanager.impl.BaseUser;
import org.apache.ftpserver.usermanager.impl.ConcurrentLoginPermission;
import org.apache.ftpserver.usermanager.impl.TransferRatePermission;
import org.apache.ftpserver.usermanager.impl.WritePermission;

/** A folder at Apache FtpServer, behind a front that can fail. */
final class FtpSite implements Counterpart {

    private static final String LOST_RENAME = "the connection is cut before the rename";

    /** One for all tests, since its threads are not the connector's. */
    private static final class Shared {

        private static final Path ROOT = FlatFiles.temporaryRoot("ftp-site");
        private static final Listener LISTENER = start();

        private static Listener start() {
            try {
                var listener = new ListenerFactory();
                listener.setServerAddress("127.0.0.1");
                listener.setPort(0);
                var made = listener.createListener();
                var factory = new FtpServerFactory();
                factory.addListener("default", made);
                factory.setUserManager(users(ROOT));
                var server = factory.createServer();
                server.start();
                Runtime.getRuntime().addShutdownHook(new Thread(server::stop));
                return made;
            } catch (Exception e) {
                throw new AssertionError("the FTP server did not start", e);
            }
        }
    }

    private final Path folder;
    private final Front front;

    private FtpSite(Path folder, Front front) {
        this.folder = folder;
        this.front = front;
    }

    static FtpSite start() throws Exception {
        return new FtpSite(Files.createTempDirectory(Shared.ROOT, "site-"), Front.before(Shared.LISTENER.getPort()));
    }

    static UserManager users(Path folder) throws Exception {
        var user = new BaseUser();
        user.setName("bridge");
        user.setPassword("s3cr3t-of-ftp");
        user.setHomeDirectory(folder.toString());
        user.setAuthorities(List.of(new WritePermission(), new ConcurrentLoginPermission(100, 100),
                new TransferRatePermission(0, 0)));
        var users = new PropertiesUserManagerFactory().createUserManager();
        users.save(user);
        return users;
    }

    Path folder() {
        return folder;
    }

    Front front() {
        return front;
    }

    @Override
    public Map<String, Object> settings() {
        return Map.of("url", "ftp://127.0.0.1:" + front.port() + "/" + folder.getFileName(), "user", "bridge",
                "password", "s3cr3t-of-ftp",
                "private_key", "not-for-ftp", "passphrase", "not-for-ftp-either", "timeout", "2s");
    }

    @Override
    public List<Effect> effects() {
        return FlatFiles.effects(folder);
    }

    @Override
    public Map<String, Set<Outcome>> failures() {
        return Map.ofEntries(Map.entry(DOWN, Set.of(Outcome.RETRY)), Map.entry(SILENT, Set.of(Outcome.RETRY)),
                Map.entry(CUT_AFTER_EFFECT, Set.of(Outcome.RETRY, Outcome.UNKNOWN)),
                Map.entry(LOST_RENAME, Set.of(Outcome.RETRY)), Map.entry(ENDLESS, Set.of(Outcome.RETRY)),
                Map.entry(HUGE, Set.of(Outcome.RETRY)), Map.entry("PASS 530", Set.of(Outcome.TARGET_FAULT)),
                Map.entry("STOR 452", Set.of(Outcome.RETRY)), Map.entry("STOR 552", Set.of(Outcome.RETRY)),
                Map.entry("STOR 550", Set.of(Outcome.TARGET_FAULT)),
                Map.entry("STOR 553", Set.of(Outcome.TARGET_FAULT)),
                Map.entry("STOR 501", Set.of(Outcome.REJECT)), Map.entry("RNTO 553", Set.of(Outcome.TARGET_FAULT)));
    }

    @Override
    public void play(String failure) throws IOException {
        switch (failure) {
            case DOWN -> front.down();
            case SILENT -> front.silent();
            case CUT_AFTER_EFFECT -> front.onAnswerTo("RNTO", null);
            case LOST_RENAME -> front.onCommand("RNTO", null);
            case ENDLESS -> front.onCommandForEver("STOR", "150-for ever and ever\r\n");
            case HUGE -> front.onCommandForEver("STOR", "x".repeat(1000));
            default -> front.onCommand(failure.substring(0, 4), failure.substring(5) + " No, and why");
        }
    }

    @Override
    public void behave() throws IOException {
        front.behave();
    }

    @Override
    public Map<String, Object> poison() {
        return Map.of("rate", List.of(1L));
    }

    @Override
    public int connections() {
        return front.connections();
    }

    @Override
    public void close() throws IOException {
        front.close();
        FlatFiles.delete(folder);
    }

    /** The whole text of a file that has its last name. */
    String read(String name) throws IOException {
        return Files.readString(folder.resolve(name), StandardCharsets.UTF_8);
    }

    /** Names of all files, those that are temporary too. */
    List<String> names() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted(Comparator.naturalOrder()).toList();
        }
    }
}
