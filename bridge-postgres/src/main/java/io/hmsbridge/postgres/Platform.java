package io.hmsbridge.postgres;

import java.util.Locale;

/** The operating system and processor, in the words that the archives of the server's programs use. */
record Platform(String system, String processor) {

    static Platform current() {
        return of(System.getProperty("os.name"), System.getProperty("os.arch"));
    }

    static Platform of(String osName, String osArch) {
        var name = osName.toLowerCase(Locale.ROOT);
        var system = name.startsWith("mac") || name.startsWith("darwin")
                ? "darwin"
                : name.startsWith("windows") ? "windows" : "linux";
        var processor = switch (osArch.toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64", "arm64" -> "arm_64";
            default -> osArch;
        };
        return new Platform(system, processor);
    }

    boolean isLinux() {
        return system.equals("linux");
    }

    boolean isWindows() {
        return system.equals("windows");
    }

    /** The resource at the root of the binaries' jar. */
    String archive() {
        return "postgres-" + system + "-" + processor + ".txz";
    }

    String program(String name) {
        return isWindows() ? name + ".exe" : name;
    }
}
