package io.hmsbridge.server.config;

import io.hmsbridge.core.ledger.Database;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;

/** Reads how people name a database: JDBC's way or that of PostgreSQL's own programs. */
final class DatabaseUrl {

    private static final String JDBC = "jdbc:postgresql:";

    private DatabaseUrl() {
    }

    /**
     * The database, with the user and password taken out of the URL, so that it can be shown.
     *
     * @param user     counts only where the URL names none; may be null
     * @param password counts only where the URL has none; may be null
     * @throws IllegalArgumentException if it is no URL of a PostgreSQL database
     */
    static Database database(String written, String user, String password) {
        String url = written.replaceFirst("^postgres(ql)?:", JDBC);
        if (!url.startsWith(JDBC)) {
            throw new IllegalArgumentException("not PostgreSQL");
        }
        var account = new String[] {user, password};
        String bare = withoutUserInfo(url, account);
        int query = bare.indexOf('?');
        if (query < 0) {
            return new Database(bare, account[0], account[1]);
        }
        var kept = new ArrayList<String>();
        for (var parameter : bare.substring(query + 1).split("&")) {
            if (parameter.startsWith("user=")) {
                account[0] = decoded(parameter.substring("user=".length()));
            } else if (parameter.startsWith("password=")) {
                account[1] = decoded(parameter.substring("password=".length()));
            } else {
                kept.add(parameter);
            }
        }
        String rest = kept.isEmpty() ? "" : "?" + String.join("&", kept);
        return new Database(bare.substring(0, query) + rest, account[0], account[1]);
    }

    private static String withoutUserInfo(String url, String[] account) {
        int start = url.indexOf("//") + 2;
        int end = url.indexOf('@');
        if (start < 2 || end < start) {
            return url;
        }
        String userInfo = url.substring(start, end);
        int colon = userInfo.indexOf(':');
        account[0] = decoded(colon < 0 ? userInfo : userInfo.substring(0, colon));
        if (colon >= 0) {
            account[1] = decoded(userInfo.substring(colon + 1));
        }
        return url.substring(0, start) + url.substring(end + 1);
    }

    /** As in a URI: a plus sign is a plus sign. */
    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
