package io.hmsbridge.benchmarks;

import java.sql.DriverManager;
import java.sql.SQLException;

/**
 * What a PostgreSQL has done since it was made.
 *
 * @param logBytes that it wrote to its log
 * @param pageImages in them: whole pages, each changed for the first time since a checkpoint
 * @param blocksRead that it did not hold in its own buffers, of the tables and indexes of the database
 */
record DiskUse(long logBytes, long pageImages, long blocksRead) {

    private static final String QUERY = """
            select l.wal_bytes, l.wal_fpi, d.blks_read
              from pg_stat_wal l, pg_stat_database d where d.datname = current_database()""";

    static DiskUse of(Setup.Access access) throws SQLException {
        try (var connection = DriverManager.getConnection(access.url(), access.user(), access.password());
                var statement = connection.createStatement();
                var row = statement.executeQuery(QUERY)) {
            row.next();
            return new DiskUse(row.getBigDecimal(1).longValueExact(), row.getLong(2), row.getLong(3));
        }
    }

    DiskUse since(DiskUse before) {
        return new DiskUse(logBytes - before.logBytes, pageImages - before.pageImages, blocksRead - before.blocksRead);
    }
}
