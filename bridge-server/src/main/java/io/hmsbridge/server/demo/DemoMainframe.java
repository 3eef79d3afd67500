package io.hmsbridge.server.demo;

import io.hmsbridge.server.demo.Further.Running;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.ftpserver.FtpServer;
import org.apache.ftpserver.FtpServerFactory;
import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.listener.ListenerFactory;
import org.apache.ftpserver.usermanager.PropertiesUserManagerFactory;
import org.apache.ftpserver.usermanager.impl.BaseUser;
import org.apache.ftpserver.usermanager.impl.WritePermission;

/** The mainframe's end of a file transfer: an FTP server over a folder, for records in EBCDIC. */
final class DemoMainframe implements AutoCloseable {

    private static final Charset EBCDIC = Charset.forName("Cp037");
    private static final String USER = "BRIDGE";

    private final FtpServer server;
    private final Path folder;

    private DemoMainframe(FtpServer server, Path folder) {
        this.server = server;
        this.folder = folder;
    }

    static Running start(Path demo) throws IOException {
        var folder = Files.createDirectories(demo.resolve("mainframe"));
        var listening = new ListenerFactory();
        listening.setServerAddress("127.0.0.1");
        listening.setPort(0);
        var listener = listening.createListener();
        var factory = new FtpServerFactory();
        factory.addListener("default", listener);
        try {
            var users = new PropertiesUserManagerFactory().createUserManager();
            users.save(user(folder));
            factory.setUserManager(users);
            var mainframe = new DemoMainframe(factory.createServer(), folder);
            mainframe.server.start();
            return new Running("{url: \"ftp://127.0.0.1:%d\", user: %s, password: %s}".formatted(listener.getPort(),
                    USER, USER), """
                            with: {name: "PERDIEM.{id}", layout: fixed, fields: {rate: "9(6)V99"}, charset: Cp037,
                              record_end: none}
                            map: {new_rate: rate}
                            """, Optional.of(mainframe::rate), mainframe);
        } catch (FtpException e) {
            throw new IOException("the FTP server does not start", e);
        }
    }

    private static BaseUser user(Path folder) {
        var user = new BaseUser();
        user.setName(USER);
        user.setPassword(USER);
        user.setHomeDirectory(folder.toString());
        user.setAuthorities(List.of(new WritePermission()));
        return user;
    }

    /** As the newest file has it, in hundredths. */
    private int rate() throws IOException {
        try (var files = Files.list(folder)) {
            var newest = files.max(Comparator.comparing((Path file) -> file.toFile().lastModified())
                    .thenComparing(DemoMainframe::number)).orElseThrow();
            return Integer.parseInt(new String(Files.readAllBytes(newest), EBCDIC)) / 100;
        }
    }

    private static long number(Path file) {
        return Long.parseLong(file.getFileName().toString().replaceAll("\\D", ""));
    }

    @Override
    public void close() {
        server.stop();
    }
}
