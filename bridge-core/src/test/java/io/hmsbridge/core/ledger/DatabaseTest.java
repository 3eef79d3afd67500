package io.hmsbridge.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DatabaseTest {

    @Test
    void itKnowsTheNewestOfItsMigrations() throws IOException, URISyntaxException {
        var folder = Path.of(Database.class.getResource("migration").toURI());
        try (Stream<Path> files = Files.list(folder)) {
            int newest = files.map(file -> file.getFileName().toString())
                    .mapToInt(name -> Integer.parseInt(name.substring(1, name.indexOf("__")))).max().orElseThrow();
            assertThat(Database.NEWEST_MIGRATION).isEqualTo(String.valueOf(newest));
        }
    }
}
