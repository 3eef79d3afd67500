package io.hmsbridge.server.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Which file the configuration is read from.
 *
 * @param path     as people wrote it
 * @param required whether it is a problem if there is no such file; otherwise the defaults are used
 * @param profile  the overlay: {@code prod} adds {@code bridge.prod.yaml}, which must then exist
 */
public record ConfigFile(Path path, boolean required, Optional<String> profile) {

    /** A file that someone named, so that it must be there. */
    public static ConfigFile named(Path path) {
        return new ConfigFile(path, true, Optional.empty());
    }

    /** A file that is used if it is there. */
    public static ConfigFile ifPresent(Path path) {
        return new ConfigFile(path, false, Optional.empty());
    }

    /** The same file with an overlay; goes before {@code BRIDGE_PROFILE}. */
    public ConfigFile withProfile(String name) {
        return new ConfigFile(path, required, Optional.of(name));
    }

    /** The files in the order in which they are laid over each other. */
    List<ConfigFile> layers() {
        return profile.isEmpty() ? List.of(this) : List.of(this, named(overlay(profile.get())));
    }

    private Path overlay(String name) {
        String file = path.getFileName().toString();
        int dot = file.lastIndexOf('.');
        return path.resolveSibling(
                dot < 1 ? file + "." + name : file.substring(0, dot) + "." + name + file.substring(dot));
    }
}
