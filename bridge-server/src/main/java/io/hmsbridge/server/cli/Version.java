package io.hmsbridge.server.cli;

import picocli.CommandLine.IVersionProvider;

/** The version of the jar this class came in. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        var version = Version.class.getPackage().getImplementationVersion();
        return new String[] {
            "HMS Bridge " + (version == null ? "(development)" : version) + ", Java " + Runtime.version().feature()};
    }
}
