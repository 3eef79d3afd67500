package io.hmsbridge.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The program of util-linux that runs another one with fewer rights and with a signal that it gets when the thread
 * that started it dies.
 */
record Setpriv(Path program) {

    /** Empty if it is missing, or is of a make that knows no death signal (busybox). */
    static Optional<Setpriv> find() {
        return onPath("setpriv").map(Setpriv::new).filter(Setpriv::knowsDeathSignal);
    }

    /** A program by its name, as a shell would find it. */
    static Optional<Path> onPath(String program) {
        var path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.concat(Stream.of(path.split(":")), Stream.of("/usr/bin", "/bin"))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    List<String> sameUser(String deathSignal) {
        return List.of(program.toString(), "--pdeathsig=" + deathSignal);
    }

    List<String> user(int id, String deathSignal) {
        var prefix = new ArrayList<>(sameUser(deathSignal));
        prefix.addAll(List.of("--reuid=" + id, "--regid=" + id, "--clear-groups"));
        return prefix;
    }

    private boolean knowsDeathSignal() {
        var command = new ArrayList<>(sameUser("INT"));
        command.add("true");
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw Interrupts.asException(e);
        }
    }
}
