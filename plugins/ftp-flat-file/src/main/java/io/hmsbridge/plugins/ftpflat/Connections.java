package io.hmsbridge.plugins.ftpflat;

import io.hmsbridge.api.SendException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import javax.net.SocketFactory;

/** The few connections to a site, kept and used again. */
final class Connections implements AutoCloseable {

    private final Site site;
    private final SocketFactory sockets;
    private final Semaphore free;
    private final ConcurrentLinkedDeque<Connection> idle = new ConcurrentLinkedDeque<>();
    private final Ssh ssh;

    Connections(Site site, SocketFactory sockets) {
        this.site = site;
        this.sockets = sockets;
        this.free = new Semaphore(site.settings().connections(), true);
        this.ssh = new Ssh(site, sockets);
    }

    /** A kept connection that turns out to be dead is replaced once. */
    <T> T use(Connection.Work<T> work) throws IOException, SendException, InterruptedException {
        free.acquire();
        try {
            var kept = idle.pollFirst();
            if (kept != null) {
                try {
                    return keep(kept, work);
                } catch (SocketTimeoutException | ReplyException e) {
                    throw e;
                } catch (IOException e) {
                    if (Thread.currentThread().isInterrupted()) {
                        throw e;
                    }
                }
            }
            return keep(open(), work);
        } finally {
            free.release();
        }
    }

    private <T> T keep(Connection connection, Connection.Work<T> work)
            throws IOException, InterruptedException {
        boolean well = false;
        try {
            var result = connection.run(work);
            well = true;
            return result;
        } finally {
            if (well) {
                idle.addFirst(connection);
            } else {
                connection.drop();
            }
        }
    }

    private Connection open() throws IOException, SendException {
        return site.protocol() == Site.Protocol.SFTP ? ssh.open() : FtpConnection.open(site, sockets);
    }

    @Override
    public void close() {
        for (var connection = idle.poll(); connection != null; connection = idle.poll()) {
            connection.close();
        }
        ssh.close();
    }
}
