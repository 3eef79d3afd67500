package io.hmsbridge.core.plugin;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Which plugin files may be loaded: asked of the private copy of each, before any of its classes is. Called by one thread. */
@FunctionalInterface
public interface PluginTrust {

    /** Every file may. */
    PluginTrust ANY = _ -> Optional.empty();

    /**
     * Why the file must not be loaded, in words for people; empty if it may be. Asked again from time to time for a file that must
     * not, since the answer may change.
     */
    Optional<String> objection(Path file) throws IOException;

    /**
     * Only files may be loaded that are listed or signed. The folder holds lists as {@code sha256sum} writes them, named
     * {@code *.sha256}, certificates, {@code *.pem}, of those who sign with {@code jarsigner} or of their authorities, and public
     * keys for Ed25519, {@code *.pub}, of those who sign in a file beside the plugin. It is read anew for each file.
     */
    static PluginTrust of(Path folder) {
        return new TrustFolder(folder);
    }
}
