package io.hmsbridge.plugins.ftpflat;

import io.hmsbridge.testkit.contract.Counterpart;

class SftpContractTest extends FtpContractTest {

    @Override
    protected Counterpart counterpart() throws Exception {
        return SftpSite.start();
    }
}
