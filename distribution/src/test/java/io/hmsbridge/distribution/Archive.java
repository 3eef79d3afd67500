package io.hmsbridge.distribution;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipFile;

/** The archive that this build made. */
final class Archive {

    /** Its path without the ending. */
    private static final Path NAME = Path.of(System.getProperty("archive"));

    private Archive() {}

    /** Unpacks the tar.gz as people do, and answers the folder that holds {@code bin}. */
    static Path unpack(Path into) throws IOException, InterruptedException {
        var tar = new ProcessBuilder("tar", "-xzf", NAME + ".tar.gz", "-C", into.toString()).inheritIO().start();
        if (!tar.waitFor(1, TimeUnit.MINUTES) || tar.exitValue() != 0) {
            throw new IOException("tar could not unpack " + NAME + ".tar.gz");
        }
        return into.resolve(NAME.getFileName());
    }

    /** The files in the zip, below its one folder, in order. */
    static List<String> zipped() throws IOException {
        try (var zip = new ZipFile(NAME + ".zip")) {
            var names = new TreeSet<String>();
            zip.stream().filter(entry -> !entry.isDirectory())
                    .forEach(entry -> names.add(entry.getName().substring(NAME.getFileName().toString().length() + 1)));
            return List.copyOf(names);
        }
    }
}
