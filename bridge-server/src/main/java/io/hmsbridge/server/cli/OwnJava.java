package io.hmsbridge.server.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Has a command run in a process of its own, by the Java and the jars that run this one. */
final class OwnJava {

    private OwnJava() {}

    /**
     * The process to be started; what it has to say against it is said where ours is.
     *
     * @param options of Java
     * @param arguments of {@code bridge}
     */
    static ProcessBuilder bridge(List<String> options, List<String> arguments) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), BridgeCli.class.getName()));
        command.addAll(arguments);
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    }
}
