package io.hmsbridge.plugins.csvdrop;

import io.hmsbridge.api.Connector;
import io.hmsbridge.api.ConnectorContext;
import io.hmsbridge.api.ConnectorFactory;
import io.hmsbridge.api.Setting;
import io.hmsbridge.api.SettingsException;
import io.hmsbridge.api.SettingsSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pf4j.Extension;

/** Offers {@code CsvDropConnector}: writes packets as CSV into a folder. */
@Extension
public final class CsvDropConnectorFactory implements ConnectorFactory {

    /** How packets come into files. */
    public enum Mode {
        APPEND, FILE
    }

    public record Target(
            @Setting("The folder, which must be there: one that is missing is waited for.") Path folder,
            @Setting(value = "append to one growing file, or put each batch there as a file of its own.",
                    fallback = "append") Mode mode,
            @Setting("The most packets in one write or file; 500 when appending, else 1.") Optional<Integer> batch,
            @Setting(value = "The first column, which holds each packet's idempotency key; empty for none.",
                    fallback = "packet_id") String idColumn,
            @Setting(value = "Whether texts that a spreadsheet takes for a formula get an apostrophe before them.",
                    fallback = "true") boolean guardFormulas,
            @Setting(value = "Between two cells, one character.", fallback = ",") String separator,
            @Setting(value = "The charset, one that ASCII is part of.", fallback = "UTF-8") String charset,
            @Setting(value = "A file that has grown to so many bytes is rotated; 0 for never.",
                    fallback = "0") long rotateBytes,
            @Setting("How long one file takes records before it is rotated, counted from midnight UTC.") Optional<
                    Duration> rotateEvery,
            @Setting(value = "Whether an empty NAME.done tells that the file NAME will not change.",
                    fallback = "false") boolean doneMarkers,
            @Setting(value = "Whether a packet counts as delivered only once the disk has it.",
                    fallback = "true") boolean sync,
            @Setting(value = "The time zone of {date} in names.", fallback = "UTC") String zone) {}

    public record Use(
            @Setting("The file's name, with {id}, {key}, {type}, {subject}, {target}, {date}; {target}.csv when appending, else {target}-{id}.csv.") Optional<
                    String> name,
            @Setting("The columns, in order; without them those of the packets.") Optional<List<String>> columns) {}

    @Override
    public String name() { return "CsvDropConnector"; }

    @Override
    public SettingsSpec settings() { return SettingsSpec.of(Target.class); }

    @Override
    public SettingsSpec use() { return SettingsSpec.of(Use.class); }

    @Override
    public Connector create(ConnectorContext context) throws SettingsException {
        var target = context.settings(Target.class);
        var problems = new ArrayList<SettingsException.Problem>();
        check(problems, "zone", () -> Uses.dating(target.zone()));
        check(problems, "charset", () -> Uses.charset(target.charset()));
        if (target.separator().length() != 1 || "\"\r\n".contains(target.separator())) {
            problems.add(new SettingsException.Problem("separator", "'separator' must be one character, no quote"));
        }
        if (target.batch().orElse(1) < 1) {
            problems.add(new SettingsException.Problem("batch", "'batch' must be at least 1"));
        }
        if (target.rotateEvery().orElse(Duration.ofDays(1)).toMillis() < 1) {
            problems.add(new SettingsException.Problem("rotate_every", "'rotate_every' must be longer than nothing"));
        }
        if (!problems.isEmpty()) {
            throw new SettingsException(problems);
        }
        return new CsvDropConnector(target, new Uses(target), context.clock());
    }

    private static void check(List<SettingsException.Problem> problems, String setting, Runnable reading) {
        try {
            reading.run();
        } catch (IllegalArgumentException e) {
            problems.add(new SettingsException.Problem(setting, "'" + setting + "': " + e.getMessage()));
        }
    }
}
