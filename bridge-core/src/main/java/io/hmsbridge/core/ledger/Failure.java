package io.hmsbridge.core.ledger;

import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Objects;
import java.util.Set;
import org.jdbi.v3.core.ConnectionException;
import org.postgresql.util.PSQLException;

/** What it means that the database, or the way to it, failed. */
final class Failure {

    static final String READ_ONLY = "25006";
    static final String IS_READ_ONLY = "the database is read-only";

    /** SQLSTATE classes that are about the values given. With all others the same statement may succeed later. */
    private static final Set<String> OF_THE_DATA = Set.of("22", "23", "54");

    private final RuntimeException thrown;
    private final Throwable root;
    private final String state;
    /** What the server itself said; null if the failure is one of the way to it. */
    private final String said;
    private final String message;

    private Failure(RuntimeException thrown, Throwable root, String state, String said, String message) {
        this.thrown = thrown;
        this.root = root;
        this.state = state;
        this.said = said;
        this.message = message;
    }

    static Failure of(RuntimeException thrown) {
        Throwable root = thrown;
        String state = "";
        String said = null;
        String message = "";
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            root = cause;
            message = Objects.requireNonNullElse(cause.getMessage(), message);
            if (cause instanceof SQLException sql && state.isEmpty() && sql.getSQLState() != null) {
                state = sql.getSQLState();
            }
            if (cause instanceof PSQLException postgres && postgres.getServerErrorMessage() != null) {
                said = postgres.getServerErrorMessage().getMessage();
            }
        }
        return new Failure(thrown, root, state, said, message);
    }

    String state() {
        return state;
    }

    /** The database is well, and will never take this. */
    boolean isOfTheData() {
        return !(thrown instanceof ConnectionException) && state.length() == 5
                && OF_THE_DATA.contains(state.substring(0, 2));
    }

    /**
     * Whether the statement was certainly not done: the server refused it, and undid all of it. A server that ends the session,
     * as it does when it is stopped, may have done it before.
     */
    boolean isCertain() {
        return said != null && !state.startsWith("57P") && !state.startsWith("08");
    }

    /** For the caller: it may succeed later. */
    LedgerUnavailableException unavailable() {
        return isCertain() ? new NothingWrittenException(words(), thrown)
                : new LedgerUnavailableException(words(), thrown);
    }

    /** What has happened, for people. */
    String words() {
        return switch (state) {
            case READ_ONLY -> IS_READ_ONLY;
            case "53100" -> "the database has no space left on its disk";
            case "53300" -> "the database takes no more connections: see its max_connections";
            case "55P03" -> "the database is busy: another session holds a lock that is needed";
            case "57014" -> "the database did not get done in time, and gave up";
            case "57P01", "57P02" -> "the database was stopped";
            case "57P03" -> "the database is starting or stopping";
            case "28000", "28P01" -> "the database refuses the login: " + line();
            case "3D000" -> "the database is gone: " + line();
            default -> otherwise();
        };
    }

    private String otherwise() {
        if (root instanceof SocketTimeoutException) {
            return "the database has gone silent: the network in between, or its machine, may be down";
        }
        if (root instanceof SQLTransientConnectionException) {
            return "all %d connections to the database are in use, and none became free within %d s"
                    .formatted(Database.CONNECTIONS, Database.CONNECTION_WAIT.toSeconds());
        }
        return "the database does not answer: " + line();
    }

    /** The first line of what the server or the driver said. */
    String line() {
        return Objects.requireNonNullElse(said, message).lines().findFirst().orElse("");
    }
}
