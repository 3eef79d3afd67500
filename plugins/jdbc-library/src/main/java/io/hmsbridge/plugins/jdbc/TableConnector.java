package io.hmsbridge.plugins.jdbc;

import io.hmsbridge.api.ReadableTarget;
import io.hmsbridge.api.SendException;
import io.hmsbridge.api.Settings;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Sends packets to tables of which each row has a key, and reads the row of a key back. */
public class TableConnector extends DatabaseConnector implements ReadableTarget {

    private final TableReader reader;

    /**
     * @param uses of a use's settings
     * @param within more to be done in the transaction that writes
     */
    @SuppressWarnings("this-escape") // what it asks itself for is there already
    public TableConnector(Connections connections, Rows rows, Function<Settings, Use> uses, TableWriter.Within within) {
        super(connections, rows, uses, within);
        reader = new TableReader(connections, catalogue(), rows, uses);
    }

    @Override
    public Optional<Map<String, Object>> read(String key, Settings with)
            throws SendException, IOException, InterruptedException {
        return reader.read(key, with);
    }
}
