package io.hmsbridge.plugins.ftpflat;

import java.io.IOException;
import java.net.Socket;
import jdk.net.ExtendedSocketOptions;

/**
 * Takes 40 ms off each transfer. A server answers it twice, before and after, and many hold the second answer back until the
 * first is acknowledged (RFC 896); the client, which has nothing to say meanwhile, holds back the acknowledgement (RFC 1122, 4.2.3.2).
 */
final class PromptAnswer {

    private PromptAnswer() {}

    /** Acknowledges at once what has come through the socket, where the system can do so. */
    static void acknowledge(Socket socket) throws IOException {
        if (socket != null && socket.supportedOptions().contains(ExtendedSocketOptions.TCP_QUICKACK)) {
            socket.setOption(ExtendedSocketOptions.TCP_QUICKACK, true);
        }
    }
}
