package io.hmsbridge.plugins.ftpflat;

import java.io.IOException;
import java.io.Reader;
import java.net.Socket;
import org.apache.commons.net.ftp.FTPClient;
import org.apache.commons.net.ftp.FTPCmd;

/** FTP in the clear. */
final class PlainFtpClient extends FTPClient implements Listing {

    private Answers answers;

    @Override
    protected void _connectAction_(Reader unused) throws IOException {
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
    public boolean completePendingCommand() throws IOException {
        PromptAnswer.acknowledge(_socket_);
        return super.completePendingCommand();
    }
}
