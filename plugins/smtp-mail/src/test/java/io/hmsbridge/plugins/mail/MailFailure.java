package io.hmsbridge.plugins.mail;

import io.hmsbridge.testkit.contract.Counterpart;
import io.hmsbridge.testkit.contract.Outcome;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What a mail server may do to a client: {@code "RCPT 550"} answers that command so, {@code "greeting 554"} and
 * {@code ". 452"} the connection and the end of the content.
 */
final class MailFailure {

    static final String DRIP = "an answer that never ends";
    static final String GARBAGE = "no SMTP";
    static final String CUT_IN_CONTENT = "cut within the content";
    static final String NO_AUTH = "no login offered";

    /** No failure: a login by XOAUTH2 is offered, and taken. */
    static final String XOAUTH2 = "AUTH 235";

    static final Map<String, Set<Outcome>> TABLE = table();

    private MailFailure() {}

    private static Map<String, Set<Outcome>> table() {
        var table = new LinkedHashMap<String, Set<Outcome>>();
        for (var code : new String[] {"greeting 421", "AUTH 454", "MAIL 421", "MAIL 451", "RCPT 421", "RCPT 450",
            "RCPT 451", "DATA 451", ". 421", ". 451", ". 452", GARBAGE, DRIP, Counterpart.SILENT, Counterpart.ENDLESS,
            Counterpart.HUGE,
            Counterpart.DOWN}) {
            table.put(code, Set.of(Outcome.RETRY));
        }
        for (var code : new String[] {"MAIL 552", "RCPT 550", "RCPT 553", "DATA 554", ". 550", ". 552", ". 554"}) {
            table.put(code, Set.of(Outcome.REJECT));
        }
        for (var code : new String[] {"greeting 554", "AUTH 535", "AUTH 534", "MAIL 530", "MAIL 550", "RCPT 530",
            NO_AUTH}) {
            table.put(code, Set.of(Outcome.TARGET_FAULT));
        }
        table.put(CUT_IN_CONTENT, Set.of(Outcome.UNKNOWN));
        table.put(Counterpart.CUT_AFTER_EFFECT, Set.of(Outcome.UNKNOWN));
        return Collections.unmodifiableMap(table);
    }
}
