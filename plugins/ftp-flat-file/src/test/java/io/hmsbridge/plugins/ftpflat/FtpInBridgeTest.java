package io.hmsbridge.plugins.ftpflat;

import io.hmsbridge.api.ConnectorFactory;
import io.hmsbridge.testkit.contract.BridgeContract;
import io.hmsbridge.testkit.contract.Counterpart;

class FtpInBridgeTest extends BridgeContract {

    @Override
    protected ConnectorFactory factory() {
        return new FtpFlatConnectorFactory();
    }

    @Override
    protected Counterpart counterpart() throws Exception {
        return FtpSite.start();
    }
}
