package io.hmsbridge.core.ledger;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;

/** A session that began while the database was read-only stays so: the pool must not hand it out again. */
final class ReadOnlySessions implements SQLExceptionOverride {

    @java.lang.Override
    public Override adjudicate(SQLException failure) {
        return Failure.READ_ONLY.equals(failure.getSQLState()) ? Override.MUST_EVICT : Override.CONTINUE_EVICT;
    }
}
