package io.hmsbridge.benchmarks.connectors;

import java.io.IOException;
import jdk.net.ExtendedSocketOptions;
import org.apache.commons.net.ftp.FTPClient;

/** Commons Net's client, but that it acknowledges the answer to a transfer's begin at once, as the connector does. */
final class PromptFtpClient extends FTPClient {

    @Override
    public boolean completePendingCommand() throws IOException {
        _socket_.setOption(ExtendedSocketOptions.TCP_QUICKACK, true);
        return super.completePendingCommand();
    }
}
