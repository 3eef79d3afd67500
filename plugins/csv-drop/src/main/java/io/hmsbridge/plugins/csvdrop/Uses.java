package io.hmsbridge.plugins.csvdrop;

import io.hmsbridge.plugins.csvdrop.CsvDropConnectorFactory.Mode;
import io.hmsbridge.plugins.csvdrop.CsvDropConnectorFactory.Target;
import io.hmsbridge.plugins.csvdrop.CsvDropConnectorFactory.Use;
import io.hmsbridge.plugins.files.CsvLayout;
import io.hmsbridge.plugins.files.Dating;
import io.hmsbridge.plugins.files.FileName;
import io.hmsbridge.plugins.files.RecordEnd;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What the uses of one target mean: a name and a layout for each. */
final class Uses {

    /** One use, ready for packets. */
    record Ready(FileName name, CsvLayout layout) {}

    private final Target target;
    private final Map<Use, Ready> ready = new ConcurrentHashMap<>();

    Uses(Target target) {
        this.target = target;
    }

    /** @throws IllegalArgumentException with a message for people */
    Ready of(Use use) {
        return ready.computeIfAbsent(use, _ -> read(use));
    }

    private Ready read(Use use) {
        var name = use.name().orElse(target.mode() == Mode.APPEND ? "{target}.csv" : "{target}-{id}.csv");
        if (target.mode() == Mode.APPEND && (name.contains("{id}") || name.contains("/"))) {
            throw new IllegalArgumentException("'name' of a file to append to has no {id} and no /");
        }
        var idColumn = Optional.of(target.idColumn()).filter(column -> !column.isEmpty());
        return new Ready(new FileName(name, dating(target.zone())),
                new CsvLayout(use.columns().orElse(List.of()), idColumn,
                        true, target.guardFormulas(), target.separator().charAt(0), RecordEnd.CRLF, target.charset()));
    }

    static Dating dating(String zone) {
        try {
            return Dating.in(ZoneId.of(zone));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("there is no time zone '" + zone + "'", e);
        }
    }

    /** The end of a torn record is found by its bytes, so those of ASCII have to be ASCII's. */
    static Charset charset(String name) {
        if (!Charset.isSupported(name)) {
            throw new IllegalArgumentException("there is no charset '" + name + "'");
        }
        var charset = Charset.forName(name);
        if (!charset.canEncode() || !Arrays.equals("\"\r\n".getBytes(charset),
                "\"\r\n".getBytes(StandardCharsets.US_ASCII))) {
            throw new IllegalArgumentException(name + " does not write ASCII as ASCII; use UTF-8, say");
        }
        return charset;
    }
}
