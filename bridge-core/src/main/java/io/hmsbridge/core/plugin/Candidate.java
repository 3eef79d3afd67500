package io.hmsbridge.core.plugin;

import io.hmsbridge.core.plugin.LoadedPlugin.State;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One content of one jar file, from the moment it was whole. Confined to the roster's thread. */
final class Candidate {

    private final Path file;
    private final Optional<PluginJar> jar;
    private State state;
    private Instant since;
    private String problem;
    private boolean contested;
    private Set<Pin> takes = Set.of();

    /** A plugin that is ready to start. */
    Candidate(Path file, PluginJar jar, Instant since) {
        this.file = file;
        this.jar = Optional.of(jar);
        this.state = State.STANDBY;
        this.since = since;
        this.problem = "";
    }

    /** A file that holds no plugin. */
    Candidate(Path file, String problem, Instant since) {
        this.file = file;
        this.jar = Optional.empty();
        this.state = State.REFUSED;
        this.since = since;
        this.problem = problem;
    }

    /** @param pins the targets of which pins it is to serve */
    void start(Set<Pin> pins, Instant now) {
        takes = Set.copyOf(pins);
        enter(State.STARTING, now);
    }

    Set<Pin> takes() {
        return takes;
    }

    void enter(State newState, Instant now) {
        state = newState;
        since = now;
    }

    void refuse(String reason, Instant now) {
        enter(State.REFUSED, now);
        problem = reason;
    }

    /** Notes that it is refused only because another jar stands in its way. */
    void markContested() {
        contested = true;
    }

    boolean isContested() {
        return contested;
    }

    boolean is(State other) {
        return state == other;
    }

    boolean isPlugin(String id) {
        return jar.filter(j -> j.id().equals(id)).isPresent();
    }

    /** The plugin; a file that holds none is refused from the start and never asked. */
    PluginJar jar() {
        return jar.orElseThrow();
    }

    Path file() {
        return file;
    }

    String problem() {
        return problem;
    }

    LoadedPlugin listed() {
        // While it starts, its own code adds names on another thread.
        boolean started = state == State.ACTIVE || state == State.DRAINING;
        var names = started ? jar().offered() : List.<String>of();
        return new LoadedPlugin(jar.map(PluginJar::id).orElse(""), jar.map(PluginJar::version).orElse(""), file, names,
                state, since, problem);
    }
}
