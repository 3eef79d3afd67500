package io.hmsbridge.core.plugin;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs a program that the rights of files hold for, even if this one is run by root, whom they do not concern. */
public final class BoundByRights {

    private static final String SETPRIV = "/usr/bin/setpriv";

    private BoundByRights() {}

    public static List<String> command(String... program) {
        var command = new ArrayList<String>();
        if ("root".equals(System.getProperty("user.name"))) {
            assumeTrue(Files.isExecutable(Path.of(SETPRIV)),
                    "root may read everything, and setpriv of util-linux, which can keep it from that, is not here");
            command.addAll(List.of(SETPRIV, "--bounding-set", "-dac_override,-dac_read_search"));
        }
        command.addAll(List.of(program));
        return command;
    }
}
