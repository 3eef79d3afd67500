package io.hmsbridge.plugins.ftpflat;

import io.hmsbridge.plugins.files.Document;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.SocketFactory;
import org.apache.commons.net.ftp.FTP;
import org.apache.commons.net.ftp.FTPClient;
import org.apache.commons.net.ftp.FTPListParseEngine;
import org.apache.commons.net.ftp.FTPReply;
import org.apache.commons.net.ftp.parser.DefaultFTPFileEntryParserFactory;

/**
 * A control connection. Data connections go to the control connection's host whatever a PASV answer says, and only that host
 * may connect back in active mode.
 */
final class FtpConnection implements Connection {

    private static final int BUFFER = 64 * 1024;
    private static final int LONGEST_LIST = 64 * 1024;

    private final FTPClient ftp;
    private final Site site;
    private final ExecutorService thread;

    private FtpConnection(Site site, FTPClient ftp) {
        this.site = site;
        this.ftp = ftp;
        thread = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().daemon().name("FTPFlat " + site.host()).factory());
    }

    static FtpConnection open(Site site, SocketFactory sockets) throws IOException {
        var connection = new FtpConnection(site,
                site.protocol() == Site.Protocol.FTP ? new PlainFtpClient() : new TlsFtpClient(site, sockets));
        try {
            connection.login(sockets);
            return connection;
        } catch (IOException e) {
            connection.drop();
            throw e;
        }
    }

    private void login(SocketFactory sockets) throws IOException {
        int timeout = (int) site.settings().timeout().toMillis();
        ftp.setSocketFactory(sockets);
        ftp.setConnectTimeout(timeout);
        ftp.setDefaultTimeout(timeout);
        ftp.setDataTimeout(site.settings().timeout());
        ftp.setControlEncoding("UTF-8");
        ftp.setIpAddressFromPasvResponse(false);
        ftp.setRemoteVerificationEnabled(true);
        ftp.connect(site.host(), site.port());
        require(FTPReply.isPositiveCompletion(ftp.getReplyCode()), "connect");
        ftp.setSoTimeout(timeout);
        var login = site.login().orElseThrow();
        require(ftp.login(login.user(), login.password().map(p -> p.reveal()).orElse("")), "login");
        if (ftp instanceof TlsFtpClient tls) {
            tls.protectData();
        }
        require(ftp.setFileType(FTP.BINARY_FILE_TYPE), "TYPE I");
        if (site.settings().active()) {
            ftp.enterLocalActiveMode();
        } else {
            ftp.enterLocalPassiveMode();
        }
    }

    /**
     * On a thread of the operating system's: of the many answers that a file takes, each would cost a virtual thread, which waits no
     * longer than the timeout, the start and the stop of a timer.
     */
    @Override
    public <T> T run(Work<T> work) throws IOException, InterruptedException {
        try {
            return thread.submit(() -> work.with(this)).get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException failure -> throw failure;
                case RuntimeException failure -> throw failure;
                default -> throw new IllegalStateException(e.getCause());
            }
        }
    }

    @Override
    public void check() throws IOException {
        require(ftp.sendNoOp(), "NOOP");
    }

    @Override
    public OptionalLong size(String path) throws IOException {
        var size = ftp.getSize(site.path(path));
        if (size != null) {
            try {
                return OptionalLong.of(Long.parseLong(size));
            } catch (NumberFormatException e) {
                throw new IOException("SIZE was answered with no number", e);
            }
        }
        if (ftp.getReplyCode() == FTPReply.FILE_UNAVAILABLE) {
            return OptionalLong.empty();
        }
        if (ftp.getReplyCode() != FTPReply.UNRECOGNIZED_COMMAND
                && ftp.getReplyCode() != FTPReply.COMMAND_NOT_IMPLEMENTED) {
            throw ReplyException.ofFtp("SIZE", ftp.getReplyCode());
        }
        var listed = listedSize(site.path(path));
        return listed.isPresent() ? listed : listedSize("-a " + site.path(path)); // many list no hidden file else
    }

    private OptionalLong listedSize(String path) throws IOException {
        var listed = new FTPListParseEngine(
                new DefaultFTPFileEntryParserFactory().createFileEntryParser(ftp.getSystemType()));
        byte[] list;
        try (var data = ((Session) ftp).listing(path)) {
            if (data == null && (ftp.getReplyCode() == FTPReply.FILE_UNAVAILABLE
                    || ftp.getReplyCode() == FTPReply.FILE_ACTION_NOT_TAKEN)) {
                return OptionalLong.empty();
            }
            if (data == null) {
                throw ReplyException.ofFtp("LIST", ftp.getReplyCode());
            }
            list = data.getInputStream().readNBytes(LONGEST_LIST + 1);
        }
        if (list.length > LONGEST_LIST) {
            throw new IOException("the server's list of one file is longer than " + LONGEST_LIST + " bytes");
        }
        require(ftp.completePendingCommand(), "LIST");
        listed.readServerList(new ByteArrayInputStream(list), ftp.getControlEncoding());
        var files = listed.getFiles();
        return files.length == 1 ? OptionalLong.of(files[0].getSize()) : OptionalLong.empty();
    }

    @Override
    public void write(String path, Document document) throws IOException {
        var data = ftp.storeFileStream(site.path(path));
        if (data == null) {
            throw ReplyException.ofFtp("STOR", ftp.getReplyCode());
        }
        try (var out = new BufferedOutputStream(data, BUFFER)) {
            document.writeTo(out);
        }
        require(ftp.completePendingCommand(), "STOR");
    }

    @Override
    public InputStream read(String path) throws IOException {
        var data = ftp.retrieveFileStream(site.path(path));
        if (data == null) {
            throw ReplyException.ofFtp("RETR", ftp.getReplyCode());
        }
        return new FilterInputStream(data) {
            @Override
            public void close() throws IOException {
                super.close();
                ftp.completePendingCommand(); // a transfer that was broken off is answered with a no: it was read enough
            }
        };
    }

    @Override
    public void rename(String from, String to) throws IOException {
        require(ftp.rename(site.path(from), site.path(to)), "RNTO");
    }

    @Override
    public void createFolders(String path) throws IOException {
        for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
            ftp.makeDirectory(site.path(path.substring(0, slash))); // one that is there is answered with a no
        }
    }

    private void require(boolean done, String command) throws IOException {
        if (!done) {
            throw ReplyException.ofFtp(command, ftp.getReplyCode());
        }
    }

    @Override
    public void close() {
        try {
            ftp.setSoTimeout(500); // for the goodbye of a server that hangs
            ftp.quit();
        } catch (IOException _) {
            // It is gone already.
        } finally {
            drop();
        }
    }

    @Override
    public void drop() {
        try {
            ((Session) ftp).cut();
            ftp.disconnect();
        } catch (IOException _) {
            // It is gone already.
        } finally {
            thread.close();
        }
    }
}
