package io.hmsbridge.core.ledger;

import org.jdbi.v3.core.Handle;

/** Makes partitions before they are needed, brings summaries of new rows up to date, and forgets former processes. */
final class Room implements Housekeeper.Chore {

    /** More numbers than are given between two rounds at full load. */
    private static final long AHEAD = 2_000_000;

    @Override
    public void run(Handle handle) {
        handle.createQuery("select extend_ledger((select last_value from number) + :ahead)::text").bind("ahead", AHEAD)
                .mapTo(String.class).one();
        handle.createQuery(Sql.SUMMARIZE.text()).mapTo(long.class).one();
        handle.createUpdate(Sql.FORMER.text()).execute();
    }
}
