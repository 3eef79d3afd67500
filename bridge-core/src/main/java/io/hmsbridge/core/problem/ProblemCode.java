package io.hmsbridge.core.problem;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What may go wrong, under a code that never changes its meaning. The first digit says where: 1 a request, 2 a target,
 * 3 what people wrote (configuration, sheets, plugins), 4 the machine around the server, 9 a fault of our own.
 */
public enum ProblemCode {
    NOT_JSON("1001", "The body is not JSON that can be kept exactly",
            "The body could not be read as one JSON document, or holds something that would have to be guessed, rounded or"
                    + " dropped: a duplicate key, a NUL, half of a surrogate pair, a number of more than 1,000 digits.",
            "Correct the place that the answer names by path, line and column. Nothing of the request was accepted."),
    EVENT_REFUSED("1002", "The event is not complete or not valid",
            "An attribute of the event is missing or is not what CloudEvents 1.0 asks for.",
            "Correct the attribute that the answer names. Nothing of the request was accepted."),
    BODY_TOO_LARGE("1003", "The body is larger than the server takes",
            "Bodies over the server's limit are refused unread.",
            "Send fewer events in one batch, or raise the limit in bridge.yaml."),
    MEDIA_TYPE("1004", "The body's media type or encoding is not one that is understood",
            "Events are taken as application/cloudevents+json, application/cloudevents-batch+json or application/json, in"
                    + " UTF-8 and not compressed.",
            "Set Content-Type to one of these."),
    EVENT_CONFLICT("1005", "Another event was accepted under this source and id",
            "Source and id together name one event. This pair was accepted before with other content, so taking it again"
                    + " could not be told from a repetition.",
            "Give the new event an id of its own. To repeat an event, send it unchanged."),
    BAD_PARAMETER("1006", "A query parameter is not understood",
            "The parameter is unknown, occurs twice, or its value is not of the form that the answer names.",
            "Correct the parameter that the answer names."),
    NO_SUCH_RESOURCE("1007", "There is nothing at this address",
            "The path is not one of the server's.",
            "Check the path; the API begins with /v1/."),
    METHOD_NOT_ALLOWED("1008", "The method does not apply here",
            "The path is right and the method is not; the Allow header lists those that work.",
            "Use one of the methods in the Allow header."),
    MALFORMED_HTTP("1009", "The request is not well-formed HTTP",
            "The request line, a header or the body's framing could not be read.",
            "Check the client, and any proxy in between."),
    TOKEN_REFUSED("1101", "The bearer token is missing or wrong",
            "Every path but /healthz and /readyz asks for the header \"Authorization: Bearer TOKEN\".",
            "Send a token that bridge tokens create has made and that has neither expired nor been revoked, or that of the"
                    + " server itself: BRIDGE_TOKEN where it was started with one, else the file token in its data folder."
                    + " The bridge command reads BRIDGE_TOKEN or --token-file."),
    NOT_ALLOWED("1102", "The token does not allow this",
            "The token is valid, and its roles do not include what was asked for, or it reaches only some sources or targets"
                    + " and this is another one. The refusal is in the server's log.",
            "Use a token that may do this. bridge tokens list shows what each may; an administrator makes new ones."),
    NO_SUCH_TOKEN("1103", "There is no such token",
            "No token has this number.",
            "See bridge tokens list."),
    BUSY("1201", "The server is busy",
            "Events come in faster than the ledger commits them, so this one was refused before anything was written.",
            "Send it again after the time in the Retry-After header."),
    OUTCOME_UNKNOWN("1202", "The ledger did not answer; the outcome is unknown",
            "The database could not be reached, or went away during the commit. The events may or may not have been"
                    + " accepted.",
            "Send them again with the same source and id until there is an answer: each is accepted once. See that the"
                    + " database runs."),
    NOT_READY("1203", "The server is not ready",
            "The server runs, and its ledger does not answer, or takes nothing at present.",
            "Follow the detail; the server becomes ready by itself."),
    NOTHING_ACCEPTED("1204", "The ledger takes nothing at present; nothing was accepted",
            "The database cannot be reached, is read-only, out of disk space, or otherwise not able to write. It is certain"
                    + " that nothing of the request was written. What was accepted before is safe.",
            "Mend what the detail names, and send the request again. The server goes on by itself once the database does."),
    DISK_LOW("1205", "The disk of the ledger is nearly full; nothing was accepted",
            "Less is free on the disk of the embedded database than database.min_free asks for. Events are refused while"
                    + " there is still room to record what becomes of those that were accepted; deliveries go on.",
            "Free space on that disk, or enlarge it; see retention in the documentation for what the ledger can let go. The"
                    + " server goes on by itself."),
    TOO_MANY_REQUESTS("1206", "Too many requests of this token",
            "Each token may make so many requests in a time and at once; this was one more, and was refused before anything"
                    + " was done. Others are not affected.",
            "Send it again after the time in the Retry-After header; put several events into one batch. An administrator"
                    + " can raise http.limits in bridge.yaml."),
    NOT_DELIVERED("1301", "The event is accepted, and not delivered to every target yet",
            "The time to wait was over, or a packet ended without being sent. Nothing is lost: what waits goes on by"
                    + " itself.",
            "See bridge outbox for what waits, and bridge packets --event NUMBER for the reason of what ended."),
    NO_SUCH_PACKET("1401", "There is no such packet",
            "No packet of that number, part and revision was made for that target, or its event was cut from the ledger.",
            "See bridge packets --event NUMBER for the packets of an event, and bridge packets dead for those that are dead."),
    PACKET_STATE("1402", "The packet is not in a state for this",
            "Only a dead packet can be requeued. One that waits goes on by itself; it can be discarded or redirected. One"
                    + " that has ended stays as the ledger has it.",
            "See where it stands with bridge packets --event NUMBER. To send once more what was sent, emit it as a new event."),
    PACKET_BLOCKED("1403", "Governance does not let the packet pass",
            "Content that an operator has changed, or that goes to another target, is vetted as if it were new. It was"
                    + " refused, and nothing was changed.",
            "Change what the detail names, choose another target, or discard the packet."),
    NO_SUCH_TARGET("1404", "There is no such target",
            "A packet can only be redirected to a target that is declared or that a mapping sheet names, and not to its own.",
            "See bridge targets list; declare the target in bridge.yaml if it is new."),
    ACT_INVALID("1405", "What the act is to do is not clear",
            "A field of the request is missing, unknown, or not of its form; or several packets have the number that was"
                    + " given.",
            "Correct what the detail names. Nothing was changed."),
    REPLAY_REFUSED("1406", "The replay cannot be done as it is asked for",
            "Its window is empty, ends before it begins, or is wider than replay.max_window; or the packets that it asks for"
                    + " are none that can be sent again; or it has ended already.",
            "Correct what the detail names. bridge replay list shows the replays there are. Nothing was changed."),
    NO_SUCH_REPLAY("1407", "There is no such replay",
            "No replay has this number.",
            "See bridge replay list."),
    TARGET_FAULT("2101", "A target refuses our login, certificate or set-up",
            "The target answered in a way that has nothing to do with the packet: 401, 403, 407, a login refused, a"
                    + " certificate, a missing table. Its lane is parked: nothing is sent, so that no account gets locked,"
                    + " and every packet is safe.",
            "Renew the secret, or correct the target's settings. The lane resumes by itself."),
    TARGET_ASLEEP("2102", "A target does not answer",
            "The target is down or cannot be reached. Its packets wait in the outbox, in order.",
            "Nothing has to be done here. They are delivered when the target answers again."),
    PACKET_REJECTED("2103", "A target will never take this packet",
            "The target refused the packet's content, for instance with a 4xx. The packet ended DEAD with the reason, and"
                    + " the lane went on.",
            "Correct the mapping sheet or the data, and emit the event again under a new id."),
    CONNECTOR_MISSING("2104", "No plugin offers the connector that a target names",
            "The packets of the target wait until there is one.",
            "Put the plugin's jar into the plugins folder, or correct the connector's name; see bridge plugins list."),
    DEADLINE_ENDANGERED("2105", "Packets will probably not be delivered by their deadline",
            "What waits before them, the pace of the target, a pause, a closed window, or a target that does not answer say"
                    + " so. The packets wait, in order, and go as soon as they can.",
            "See bridge targets list for what stands in the way: resume the target, open it with bridge targets open, or"
                    + " wake it."),
    DEADLINE_MISSED("2106", "Packets were not delivered by their deadline",
            "The time that deliver_by names has passed, and they wait still, or are dead. They go as soon as they can.",
            "See bridge targets list and bridge packets dead. Tell those who count on the target's data."),
    CONFIGURATION("3001", "The configuration cannot be used",
            "bridge.yaml, an overlay of it, or an environment variable has errors. All of them are listed, each with its"
                    + " place. At start nothing is started; in a running server the last good configuration stays.",
            "Correct the places listed. bridge config check lists them again; bridge config init writes a commented file."),
    SHEET("3002", "A mapping sheet cannot be used",
            "The file has errors, listed with their places. The last good version of the sheet stays in force.",
            "Correct the file and save it: it takes effect at once. See bridge mappings list."),
    PLUGIN_REFUSED("3003", "A plugin cannot be loaded",
            "The jar is damaged, not a plugin, asks for another version of the bridge, or failed as it was loaded. The rest"
                    + " runs on.",
            "See the reason in bridge plugins list and replace the jar."),
    UNMATCHED_EVENT("3004", "No mapping sheet matched the event",
            "The event is in the ledger and made no packets, because no sheet has its type as source_event.",
            "If it should have gone somewhere, add a sheet of that type to the mappings folder."),
    POLICY("3005", "The governance policy cannot be used",
            "The file has errors, listed with their places. A server does not start with it; in a running one the last good"
                    + " policy stays in force.",
            "Correct the places listed. bridge governance check lists them again."),
    PORT_TAKEN("4001", "The port is in use",
            "Another program listens on the port; it may be another HMS Bridge.",
            "Stop the other one, or choose another port with --port; --port 0 takes a free one."),
    FOLDER_NOT_WRITABLE("4002", "A folder or file cannot be used",
            "The server keeps its database and its token in its data folder, and could not read or write there.",
            "Choose another folder with --data, or give the user of the server the right to write to this one."),
    DATABASE_UNUSABLE("4003", "The database cannot be used",
            "It cannot be reached, refuses the login, or is older than PostgreSQL 15.",
            "Check database: in bridge.yaml, and that the database runs. Without database: the server brings its own."),
    EMBEDDED_DATABASE("4004", "The embedded database cannot be started",
            "The data folder is in use by another process, is of another PostgreSQL version, or this platform has no"
                    + " programs.",
            "Follow the message; or name a PostgreSQL of yours under database: in bridge.yaml."),
    NO_SERVER("4005", "There is no server at this address",
            "The connection was refused or timed out, or what answered is not HMS Bridge.",
            "Start one with bridge start, or say where it is with --url or BRIDGE_URL."),
    TLS_FILES("4006", "The files for TLS cannot be used",
            "A certificate, its key or the authorities are missing, damaged, expired, or do not belong together. A server does"
                    + " not start with them; a running one goes on with the last good ones.",
            "Correct the files that are named. A running server takes them as soon as they are in place."),
    NOT_SECURED("4007", "The server's certificate, or that of the client, is not accepted",
            "The server shows a certificate that is of none of the trusted authorities, of another host or expired; or it asks"
                    + " for a certificate of the client.",
            "Name the server's authority with --ca or BRIDGE_CA, and the client's own certificate with --client-certificate and"
                    + " --client-key. Use the host name that the certificate has."),
    OWN_FAULT("9001", "The server met a fault of its own",
            "An error that should not happen. For a request with events the outcome is unknown.",
            "Repeat the request with the same source and id. If it stays, report the log lines with the incident's number."),
    NOT_CONSERVED("9002", "Not every accepted packet is accounted for",
            "For some events the packets that were made, those that ended and those that wait do not add up. Packets may"
                    + " have been lost, or rows of the ledger or the outbox were changed by hand.",
            "Report it with the numbers of the events that are listed. bridge packets --event NUMBER shows what there is.");

    private static final String PREFIX = "BRG-";

    private final String code;
    private final String title;
    private final String explanation;
    private final String mend;

    ProblemCode(String number, String title, String explanation, String mend) {
        this.code = PREFIX + number;
        this.title = title;
        this.explanation = explanation;
        this.mend = mend;
    }

    /** For instance {@code BRG-2101}. */
    public String code() {
        return code;
    }

    /** A few words, without a full stop. */
    public String title() {
        return title;
    }

    /** What it means. */
    public String explanation() {
        return explanation;
    }

    /** What to do. */
    public String mend() {
        return mend;
    }

    /** Finds a code as people type it: {@code BRG-2101}, {@code brg-2101}, {@code 2101}. */
    public static Optional<ProblemCode> find(String typed) {
        var upper = typed.strip().toUpperCase(Locale.ROOT);
        var wanted = upper.startsWith(PREFIX) ? upper : PREFIX + upper;
        return Arrays.stream(values()).filter(problem -> problem.code.equals(wanted)).findFirst();
    }
}
