package io.hmsbridge.plugins.ftpflat;

import io.hmsbridge.testkit.contract.Counterpart;

class SftpInBridgeTest extends FtpInBridgeTest {

    @Override
    protected Counterpart counterpart() throws Exception {
        return SftpSite.start();
    }
}
