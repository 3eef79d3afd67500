package io.hmsbridge.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.DriverManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresTest {
    @TempDir
    Path data;

    @Test
    void answersQueries() throws Exception {
        for (int i = 0; i < 3; i++) {
            long t = System.nanoTime();
            try (var postgres = EmbeddedPostgres.start(data)) {
                System.out.println("start ms " + (System.nanoTime() - t) / 1_000_000);
                try (var c = DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
                        var r = c.createStatement().executeQuery("select version(), current_database()")) {
                    r.next();
                    System.out.println(r.getString(1) + " " + r.getString(2));
                    assertThat(r.getString(2)).isEqualTo("bridge");
                }
                t = System.nanoTime();
            }
            System.out.println("stop ms " + (System.nanoTime() - t) / 1_000_000);
        }
    }
}
