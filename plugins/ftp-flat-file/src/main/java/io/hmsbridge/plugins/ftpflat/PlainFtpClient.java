package io.hmsbridge.plugins.ftpflat;

import java.io.IOException;
import java.io.Reader;
import java.net.Socket;
import org.apache.commons.net.ftp.FTPClient;
import org.apache.commons.net.ftp.FTPCmd;

/** FTP in the clear. */
final class PlainFtpClient extends FTPClient implements Session {

    private Answers answers;
    private volatile Socket control;
    private volatile Socket data;

    @Override
    protected void _connectAction_(Reader unused) throws IOException {
        control = _socket_;
        answers = new Answers(_socket_, getControlEncoding());
        super._connectAction_(answers);
    }

    @Override
    public int sendCommand(String command, String arguments) throws IOException {
        answers.next();
        return super.sendCommand(command, arguments);
    }

    @Override
    public Socket listing(String path) throws IOException {
        return _openDataConnection_(FTPCmd.LIST, path);
    }

    @Override
    protected Socket _openDataConnection_(String command, String argument) throws IOException {
        data = super._openDataConnection_(command, argument);
        return data;
    }

    @Override
    public void cut() throws IOException {
        Session.close(control);
        Session.close(data);
    }

    @Override
    public boolean completePendingCommand() throws IOException {
        PromptAnswer.acknowledge(_socket_);
        return super.completePendingCommand();
    }
}
