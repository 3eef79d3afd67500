package io.hmsbridge.plugins.ftpflat;

import io.hmsbridge.plugins.files.Document;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.EnumSet;
import java.util.OptionalLong;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.client.SftpClient.OpenMode;
import org.apache.sshd.sftp.client.extensions.openssh.OpenSSHFsyncExtension;
import org.apache.sshd.sftp.common.SftpConstants;
import org.apache.sshd.sftp.common.SftpException;

/** An SFTP session. A file is synced where the server knows how. */
final class SftpConnection implements Connection {

    private static final int BUFFER = 32 * 1024; // what every server takes in one request

    private final Site site;
    private final ClientSession session;
    private final SftpClient sftp;

    SftpConnection(Site site, ClientSession session, SftpClient sftp) {
        this.site = site;
        this.session = session;
        this.sftp = sftp;
    }

    /**
     * The library has threads of its own, which wait for the server; how long is what it calls the session's idle time. A session that
     * is kept may be idle for longer.
     */
    @Override
    public <T> T run(Work<T> work) throws IOException {
        session.resetIdleTimeout();
        CoreModuleProperties.IDLE_TIMEOUT.set(session, site.settings().timeout());
        try {
            return work.with(this);
        } finally {
            CoreModuleProperties.IDLE_TIMEOUT.remove(session);
        }
    }

    @Override
    public void check() throws IOException {
        sftp.canonicalPath(".");
    }

    @Override
    public OptionalLong size(String path) throws IOException {
        try {
            return OptionalLong.of(sftp.stat(site.path(path)).getSize());
        } catch (SftpException e) {
            if (e.getStatus() == SftpConstants.SSH_FX_NO_SUCH_FILE
                    || e.getStatus() == SftpConstants.SSH_FX_NO_SUCH_PATH) {
                return OptionalLong.empty();
            }
            throw refused("stat", e);
        }
    }

    @Override
    public void write(String path, Document document) throws IOException {
        try (var handle = sftp.open(site.path(path), EnumSet.of(OpenMode.Write, OpenMode.Create, OpenMode.Truncate))) {
            try (var out = new BufferedOutputStream(new HandleStream(handle), BUFFER)) {
                document.writeTo(out);
            }
            var fsync = sftp.getExtension(OpenSSHFsyncExtension.class);
            if (fsync != null && fsync.isSupported()) {
                fsync.fsync(handle);
            }
        } catch (SftpException e) {
            throw refused("write", e);
        }
    }

    private final class HandleStream extends OutputStream {

        private final SftpClient.Handle handle;
        private long at;

        private HandleStream(SftpClient.Handle handle) {
            this.handle = handle;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            sftp.write(handle, at, bytes, offset, length);
            at += length;
        }
    }

    @Override
    public InputStream read(String path) throws IOException {
        return sftp.read(site.path(path));
    }

    @Override
    public void rename(String from, String to) throws IOException {
        try {
            sftp.rename(site.path(from), site.path(to));
        } catch (SftpException e) {
            throw refused("rename", e);
        }
    }

    @Override
    public void createFolders(String path) throws IOException {
        for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
            try {
                sftp.mkdir(site.path(path.substring(0, slash)));
            } catch (SftpException _) {
                // It is there; if it is not, the write will say so.
            }
        }
    }

    private static ReplyException refused(String what, SftpException e) {
        var meaning = switch (e.getStatus()) {
            case SftpConstants.SSH_FX_PERMISSION_DENIED, SftpConstants.SSH_FX_WRITE_PROTECT,
                    SftpConstants.SSH_FX_NO_SUCH_FILE, SftpConstants.SSH_FX_NO_SUCH_PATH ->
                    ReplyException.Meaning.TARGET_FAULT;
            case SftpConstants.SSH_FX_INVALID_FILENAME -> ReplyException.Meaning.REJECT;
            default -> ReplyException.Meaning.RETRY; // a full disk and a quota, too
        };
        return new ReplyException(meaning,
                "%s was answered with %s".formatted(what, SftpConstants.getStatusName(e.getStatus())));
    }

    @Override
    public void drop() {
        session.close(true);
    }

    @Override
    public void close() {
        session.close(true);
    }
}
