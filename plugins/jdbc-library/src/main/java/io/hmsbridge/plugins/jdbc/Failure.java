package io.hmsbridge.plugins.jdbc;

import java.io.IOException;
import java.security.cert.CertificateException;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import javax.net.ssl.SSLHandshakeException;

/**
 * What a database's error means for the packet that met it. Its message is never shown, since it may quote content.
 *
 * @param words what happened, for people: in our words, with the SQL state
 */
record Failure(What what, String words, boolean isLogin) {

    /** Who is to do something. */
    enum What {
        /** Nobody: it will do later. */
        LATER,
        /** The packet's content will never do. */
        CONTENT,
        /** A person must mend the database or the settings. */
        TARGET
    }

    private record Known(What what, String words) {}

    /** By SQL state, or by its first two characters. */
    private static final Map<String, Known> STATES = Map.ofEntries(
            Map.entry("08", new Known(What.LATER, "the connection failed")),
            Map.entry("22", new Known(What.CONTENT, "a value does not fit its column")),
            Map.entry("23", new Known(What.CONTENT, "a constraint refused it")),
            Map.entry("28", new Known(What.TARGET, "the login was refused")),
            Map.entry("25006", new Known(What.LATER, "the database is read-only")),
            Map.entry("3D", new Known(What.TARGET, "there is no such database")),
            Map.entry("3F", new Known(What.TARGET, "there is no such schema")),
            Map.entry("42", new Known(What.CONTENT, "the statement was refused")),
            Map.entry("42501", new Known(What.TARGET, "a privilege is missing")),
            Map.entry("42P01", new Known(What.TARGET, "a table is missing")),
            Map.entry("42S02", new Known(What.TARGET, "a table is missing")),
            Map.entry("42S03", new Known(What.TARGET, "a table is missing")),
            Map.entry("42883",
                    new Known(What.TARGET, "a function is missing: is its extension there, and on the search path?")),
            Map.entry("42P10", new Known(What.TARGET, "no primary key or unique index is on the key columns")),
            Map.entry("44", new Known(What.CONTENT, "a view's check refused it")),
            Map.entry("P0001", new Known(What.CONTENT, "a trigger refused it")),
            Map.entry("45", new Known(What.CONTENT, "a trigger refused it")));

    /** Where a vendor's state says nothing, or something else, its error code does. */
    private static final Map<Dialect, Map<Integer, Known>> CODES = Map.of(
            Dialect.ORACLE, Map.ofEntries(
                    Map.entry(1017, new Known(What.TARGET, "the login was refused")),
                    Map.entry(1005, new Known(What.TARGET, "the login was refused")),
                    Map.entry(28000, new Known(What.TARGET, "the login was refused: the account is locked")),
                    Map.entry(28001, new Known(What.TARGET, "the login was refused: the password has expired")),
                    Map.entry(1045, new Known(What.TARGET, "the login was refused: no CREATE SESSION")),
                    Map.entry(942, new Known(What.TARGET, "a table is missing")),
                    Map.entry(1031, new Known(What.TARGET, "a privilege is missing")),
                    Map.entry(1722, new Known(What.CONTENT, "a value does not fit its column")),
                    Map.entry(12899, new Known(What.CONTENT, "a value does not fit its column")),
                    Map.entry(1653, new Known(What.LATER, "the tablespace is full")),
                    Map.entry(1536, new Known(What.TARGET, "the quota on the tablespace is used up")),
                    Map.entry(60, new Known(What.LATER, "a deadlock"))),
            Dialect.MARIADB, Map.of(
                    1044, new Known(What.TARGET, "a privilege on the database is missing"),
                    1049, new Known(What.TARGET, "there is no such database"),
                    1129, new Known(What.TARGET, "the server has blocked this host"),
                    1142, new Known(What.TARGET, "a privilege is missing"),
                    1143, new Known(What.TARGET, "a privilege is missing"),
                    1040, new Known(What.LATER, "the server has too many connections"),
                    1205, new Known(What.LATER, "a lock was not had in time"),
                    1366, new Known(What.CONTENT, "a value does not fit its column")),
            Dialect.H2, Map.of(
                    90013, new Known(What.TARGET, "there is no such database"),
                    90096, new Known(What.TARGET, "a privilege is missing"),
                    90146, new Known(What.TARGET, "there is no such database"),
                    90020, new Known(What.LATER, "another process has the database open")));

    private static final Set<String> LOGIN_CODES = Set.of("the login was refused");
    private static final Pattern STATE = Pattern.compile("[0-9A-Z]{5}");

    static Failure of(SQLException thrown, Dialect dialect) {
        var e = telling(thrown);
        if (hasCause(e, CertificateException.class) || hasCause(e, SSLHandshakeException.class)) {
            return new Failure(What.TARGET, "its certificate, or our trust in it, is not in order", false);
        }
        var state = e.getSQLState() == null || !STATE.matcher(e.getSQLState()).matches() ? "" : e.getSQLState();
        var byCode = CODES.getOrDefault(dialect, Map.of()).get(e.getErrorCode());
        var known = byCode != null ? byCode
                : STATES.getOrDefault(state, STATES.getOrDefault(state.isEmpty() ? "" : state.substring(0, 2),
                        new Known(What.LATER, "it could not do it now")));
        var code = e.getErrorCode() == 0 ? "" : (state.isEmpty() ? "" : ", ") + "error " + e.getErrorCode();
        return new Failure(known.what, known.words + " (" + dialect.shown() + " " + state + code + ")",
                LOGIN_CODES.stream().anyMatch(known.words::startsWith));
    }

    /** Those of the names that the database's message speaks of: it may quote content, but only names we know are told. */
    static Set<String> namesIn(SQLException thrown, Set<String> known) {
        var message = String.valueOf(telling(thrown).getMessage());
        var names = new TreeSet<String>();
        for (var name : known) {
            if (Pattern.compile("(?<![\\p{Alnum}_])" + Pattern.quote(name) + "(?![\\p{Alnum}_])").matcher(message)
                    .find()) {
                names.add(name);
            }
        }
        return names;
    }

    /** The refusal of the bridge's address policy behind an error; it is an IOException of no type of the JDK's. */
    static Optional<IOException> addressRefusal(Throwable thrown) {
        for (var e = thrown; e != null; e = e.getCause()) {
            if (e instanceof IOException io && io.getClass().getName().startsWith("io.hmsbridge.core.egress.")) {
                return Optional.of(io);
            }
        }
        return Optional.empty();
    }

    /** Of the errors of a batch, the first that has a state. */
    private static SQLException telling(SQLException thrown) {
        for (var e = thrown.getNextException(); e != null; e = e.getNextException()) {
            if (e.getSQLState() != null) {
                return e;
            }
        }
        return thrown;
    }

    private static boolean hasCause(Throwable thrown, Class<?> type) {
        for (var e = thrown; e != null; e = e.getCause()) {
            if (type.isInstance(e)) {
                return true;
            }
        }
        return false;
    }
}
