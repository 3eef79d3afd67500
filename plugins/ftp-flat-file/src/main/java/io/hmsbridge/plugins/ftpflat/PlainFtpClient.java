package io.hmsbridge.plugins.ftpflat;

import java.io.IOException;
import java.io.Reader;
import org.apache.commons.net.ftp.FTPClient;

/** FTP in the clear. */
final class PlainFtpClient extends FTPClient {

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
    public boolean completePendingCommand() throws IOException {
        PromptAnswer.acknowledge(_socket_);
        return super.completePendingCommand();
    }
}
