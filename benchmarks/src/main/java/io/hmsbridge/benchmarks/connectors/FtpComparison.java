package io.hmsbridge.benchmarks.connectors;

import io.hmsbridge.api.Packet;
import io.hmsbridge.plugins.ftpflat.FtpFlatConnectorFactory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.commons.net.ftp.FTP;
import org.apache.commons.net.ftp.FTPClient;
import org.apache.ftpserver.FtpServer;
import org.apache.ftpserver.FtpServerFactory;
import org.apache.ftpserver.listener.ListenerFactory;
import org.apache.ftpserver.usermanager.PropertiesUserManagerFactory;
import org.apache.ftpserver.usermanager.impl.BaseUser;
import org.apache.ftpserver.usermanager.impl.ConcurrentLoginPermission;
import org.apache.ftpserver.usermanager.impl.WritePermission;

/**
 * {@code FTPFlat} beside Commons Net: each file is stored under a temporary name over a kept connection, its size is asked
 * for, and it is renamed. The server is Apache FtpServer.
 */
final class FtpComparison {

    static final Work SINGLE = new Work(1, 1, 300, 0.8);
    static final Work BATCHES = new Work(1, 500, 40, 0.8, OptionalInt.of(20_000));

    /** The same where no delay takes the time: turns of a second or two, for the compiler to have done its work in the first ones. */
    static final Work PROMPT_SINGLE = new Work(1, 1, 1_500, 0.8);
    static final Work PROMPT_BATCHES = new Work(1, 500, 400, 0.8, OptionalInt.of(20_000));

    private static final String USER = "bridge";
    private static final String PASSWORD = "s3cr3t-of-ftp";

    private FtpComparison() {}

    /** An FTP server that serves a folder. */
    record Served(FtpServer server, int port) implements AutoCloseable {

        Map<String, Object> settings(long batch) {
            return Map.of("url", "ftp://127.0.0.1:" + port, "user", USER, "password", PASSWORD, "batch", batch);
        }

        @Override
        public void close() {
            server.stop();
        }
    }

    static Served serve(Path folder) throws Exception {
        Files.createDirectories(folder);
        var listener = new ListenerFactory();
        listener.setServerAddress("127.0.0.1");
        listener.setPort(0);
        var made = listener.createListener();
        var server = server(folder, made);
        server.start();
        return new Served(server, made.getPort());
    }

    /** @param ftp the bare client */
    static Comparison open(Path folder, Work work, FTPClient ftp) throws Exception {
        var served = serve(folder);
        var factory = new FtpFlatConnectorFactory();
        var packets = new Packets(factory, Map.of("columns", List.of("grade", "rate", "note")));
        var connector = new ConnectorSide(factory, served.settings(work.batch()));
        return new Comparison(work, packets, connector, Bare.at(served.port(), ftp), new FileServer(folder, served));
    }

    private static FtpServer server(Path folder, org.apache.ftpserver.listener.Listener listener) throws Exception {
        var user = new BaseUser();
        user.setName(USER);
        user.setPassword(PASSWORD);
        user.setHomeDirectory(folder.toString());
        user.setAuthorities(List.of(new WritePermission(), new ConcurrentLoginPermission(10, 10)));
        var users = new PropertiesUserManagerFactory().createUserManager();
        users.save(user);
        var factory = new FtpServerFactory();
        factory.addListener("default", listener);
        factory.setUserManager(users);
        return factory.createServer();
    }

    private record Bare(FTPClient ftp) implements Side {

        private static Bare at(int port, FTPClient ftp) throws IOException {
            ftp.connect("127.0.0.1", port);
            require(ftp.login(USER, PASSWORD), ftp);
            require(ftp.setFileType(FTP.BINARY_FILE_TYPE), ftp);
            ftp.enterLocalPassiveMode();
            return new Bare(ftp);
        }

        @Override
        public void write(int thread, List<Packet> packets) throws IOException {
            var bytes = FlatFile.of(packets);
            var name = packets.getFirst().id().text();
            require(ftp.storeFile(name + ".part", new ByteArrayInputStream(bytes)), ftp);
            require(ftp.getSize(name + ".part").equals(Integer.toString(bytes.length)), ftp);
            require(ftp.rename(name + ".part", name), ftp);
        }

        private static void require(boolean done, FTPClient ftp) throws IOException {
            if (!done) {
                throw new IOException("the server answered with " + ftp.getReplyCode());
            }
        }

        @Override
        public void close() throws IOException {
            ftp.disconnect();
        }
    }
}
