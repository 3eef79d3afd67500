package io.hmsbridge.core.mapping;

import io.hmsbridge.core.yaml.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How a mapping sheet stands.
 *
 * @param name its file's name
 * @param live the version in force and since when; empty if none is
 * @param problems in the file as it is now; with errors, the version in force is an earlier one
 */
public record SheetStatus(String name, Optional<Live> live, List<Problem> problems) {

    /**
     * A version in force.
     *
     * @param packets how many it has made since, of events that were accepted here
     */
    public record Live(String sourceEvent, String version, List<String> targets, Instant since, long packets) {}
}
