package io.hmsbridge.plugins.ftpflat;

import java.io.IOException;
import org.apache.commons.net.ftp.FTPClient;

/** FTP in the clear. */
final class PlainFtpClient extends FTPClient {

    @Override
    public boolean completePendingCommand() throws IOException {
        PromptAnswer.acknowledge(_socket_);
        return super.completePendingCommand();
    }
}
