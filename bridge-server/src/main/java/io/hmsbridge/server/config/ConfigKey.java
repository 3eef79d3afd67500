package io.hmsbridge.server.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Every key of {@code bridge.yaml}: the one place for its default and its meaning. Reading, {@code config show},
 * {@code config init} and the documentation are made of it.
 */
public enum ConfigKey {

    /** See {@link #doc}, as for all. */
    DATA("data", "data", "", """
            Folder for what the server keeps: the embedded PostgreSQL, the generated token."""),
    MAPPINGS("mappings", "mappings", "", """
            Folder of the mapping sheets. Saving a sheet there takes effect at once."""),
    FAILING_TESTS("failing_tests", "refuse", "", """
            What becomes of a sheet whose own tests fail: it is not brought into force (refuse), it is with a warning (warn),
            or its tests are not run (ignore)."""),
    GOVERNANCE_FILE("governance.file", "", "governance.yaml", """
            The policy of what may leave, and how. Saving it takes effect at once. Not set: governance.yaml beside the folder
            of the mapping sheets where there is one, else the default policy, which masks. See governance.md."""),
    PLUGINS_TRUST("plugins.trust", "signed", "",
            """
            Which plugins are loaded: those that are listed or signed as trusted says (signed), or any. See plugins.md."""),
    PLUGINS("plugins.folder", "plugins", "", """
            Folder of the plugin jars. A jar dropped there is loaded at once."""),
    PLUGINS_TRUSTED("plugins.trusted", "trust", "", """
            Folder of what is trusted: lists of SHA-256 (*.sha256) and certificates of those who sign (*.pem)."""),
    PLUGINS_DOWNGRADES("plugins.downgrades", "refuse", "", """
            What becomes of an older version that is put over the jar of the one that runs: it is refused (refuse), or takes
            over (allow)."""),
    PLUGINS_ACCEPT("plugins.accept", "", "[payroll-rest@1]", """
            Versions of plugins that targets without a pin follow, as ID@VERSION or ID@RANGE; of plugins not named here, the
            highest there is. See plugins.md."""),
    DATABASE_MIN_FREE("database.min_free", "512MB", "", """
            While less than this is free on the disk of the embedded PostgreSQL, events are refused, so that it can still
            record what becomes of those that were accepted. 0B for no such limit."""),
    DATABASE_URL("database.url", "", "jdbc:postgresql://db.agency.example:5432/bridge", """
            PostgreSQL 15 or newer that keeps the ledger, as jdbc:postgresql://HOST:PORT/NAME or
            postgresql://USER:PASSWORD@HOST:PORT/NAME. Not set: an embedded PostgreSQL in the data folder."""),
    DATABASE_USER("database.user", "", "bridge", """
            User for that database, unless the url names one."""),
    DATABASE_PASSWORD("database.password", "", "\"${file:/run/secrets/bridge-db}\"", """
            Password of that user."""),
    RETENTION("retention", "", "3650d", """
            For how long events are kept at least, with all that belongs to them; what is older goes in large pieces, and an
            act in the ledger says so. Not set: for ever. See operations.md."""),
    DEDUP_WINDOW("dedup.window", "7d", "", """
            For how long at least an event is recognised by its source and id when it comes again: 7d or more."""),
    REPLAY_MAX_WINDOW("replay.max_window", "31d", "", """
            The longest window of the ledger that can be sent again at once."""),
    HTTP_HOST("http.host", "127.0.0.1", "", """
            Address to listen on; 0.0.0.0 for all of this machine's."""),
    HTTP_PORT("http.port", "8080", "", """
            Port to listen on; 0 for any free one."""),
    HTTP_BODY_LIMIT("http.body_limit", "1MB", "", """
            Largest request body: a number with B, KB, MB or GB, each 1024 times the one before."""),
    HTTP_LIMITS_CONCURRENCY("http.limits.concurrency", "1000", "", """
            Most requests of one token at once, streams too; more are answered with 429."""),
    HTTP_LIMITS_RATE("http.limits.rate", "", "200/s", """
            Most requests of one token in a time: a number a s, min, h or d; more are answered with 429. The server's own
            token has no limits. Not set: no limit."""),
    HTTP_TLS_CERTIFICATE("http.tls.certificate", "", "/etc/bridge/server.pem", """
            PEM file with the server's certificate, then its chain: serves HTTPS, and no plain HTTP. Followed when it is
            changed. Not set: plain HTTP. See access.md."""),
    HTTP_TLS_KEY("http.tls.key", "", "/etc/bridge/server-key.pem", """
            PEM file with the private key of that certificate, in PKCS #8 without a passphrase. Followed, too."""),
    HTTP_TLS_CLIENT_AUTHORITIES("http.tls.client_authorities", "", "/etc/bridge/clients-ca.pem", """
            PEM file of the authorities whose certificates clients show (mutual TLS). Followed, too. Not set: clients show
            none."""),
    HTTP_TLS_CLIENT_AUTH("http.tls.client_auth", "", "need",
            """
            Whether a client without a certificate is refused (need) or let in by its token alone (want). Not set: need."""),
    TOKEN("token", "", "\"${file:/run/secrets/bridge-token}\"", """
            What clients of the HTTP API send as their bearer token. Not set: generated once into the data folder."""),
    OIDC_ISSUER("oidc.issuer", "", "https://login.agency.example", """
            The OpenID provider whose tokens (JWT) are taken beside our own: what iss must be. Not set: none's."""),
    OIDC_AUDIENCE("oidc.audience", "", "hms-bridge", """
            What aud must hold in its tokens."""),
    OIDC_KEYS("oidc.keys", "", "https://login.agency.example/keys", """
            Where the provider's public keys are: its jwks_uri."""),
    OIDC_ALGORITHM("oidc.algorithm", "", "ES256", """
            By what its tokens must be signed, and by nothing else. Not set: RS256."""),
    OIDC_ROLES("oidc.roles", "", "roles", """
            The claim that holds the roles, a list or words in a text. Not set: roles."""),
    LOG_FORMAT("log.format", "auto", "", """
            text for people, json for one object a line, auto for text on a terminal and else json."""),
    LOG_LEVEL("log.level", "info", "", """
            Least level that is logged: error, warn, info, debug or trace."""),
    NOTICES_WEBHOOK("notices.webhook", "", "https://chat.agency.example/hooks/1",
            """
            Address to which is posted what people should know at once. Not set: notices are not posted. See monitoring.md."""),
    NOTICES_TOKEN("notices.token", "", "\"${file:/run/secrets/notices-token}\"", """
            What it asks for as a bearer token. Not set: none."""),
    NOTICES_MAIL_HOST("notices.mail.host", "", "smtp.agency.example", """
            Mail server by which notices are mailed. Not set: they are not mailed."""),
    NOTICES_MAIL_SECURITY("notices.mail.security", "", "starttls", """
            How the way there is secured: starttls, smtps, or none. Not set: starttls."""),
    NOTICES_MAIL_PORT("notices.mail.port", "", "587", """
            Its port. Not set: 587, with smtps 465, with none 25."""),
    NOTICES_MAIL_USER("notices.mail.user", "", "bridge", """
            User that it asks for. Not set: none."""),
    NOTICES_MAIL_PASSWORD("notices.mail.password", "", "\"${file:/run/secrets/notices-mail}\"", """
            Password of that user."""),
    NOTICES_MAIL_FROM("notices.mail.from", "", "bridge@agency.example", """
            Whose address the mails carry. Required with a host."""),
    NOTICES_MAIL_TO("notices.mail.to", "", "[operators@agency.example]", """
            Who gets them. Required with a host."""),
    NOTICES_QUIET("notices.quiet", "", "22:00-06:00", """
            Hours of each day in which notices wait. Not set: none."""),
    NOTICES_ZONE("notices.zone", "", "America/New_York", """
            The time zone of these hours. Not set: UTC."""),
    OUTCOMES_ON_REQUEST("outcomes.on_request", "false", "", """
            Whether it is told, by events bridge.packet.* for mapping sheets, what became of the packets of events that ask
            for it by the extension attribute bridgeoutcomes. See outcomes.md."""),
    OUTCOMES_SOURCES("outcomes.sources", "", "[/hr/*]", """
            Sources of which that is told of all events; a star at the end stands for anything. Not set: none."""),
    WINDOWS("windows", "", "{office-hours: [{allow: \"0 8 * * MON-FRI\", duration: 10h, zone: America/New_York}]}", """
            Windows that several targets share, by name: lists of rules, as below windows of a target. See time.md."""),
    LIMITS("limits", "", "{hr-gateway: {concurrency: 8, rate: 50/s}}", """
            Limits that the targets of one system keep together, by name: the most calls in flight at once, and the most
            packets in a time. See time.md."""),
    TARGET_CONNECTOR("targets.NAME.connector", "", "PayrollConnector", """
            The connector that delivers to the target. Required."""),
    TARGET_PLUGIN("targets.NAME.plugin", "", "payroll-rest@1.2", """
            The version of its plugin that serves the target, or a range such as ~1.2: of those that match, the highest. Not
            set: the highest that plugins.accept takes. See plugins.md."""),
    TARGET_SETTINGS("targets.NAME.settings", "", "{base: \"https://hr.agency.example/api\"}", """
            Settings of that connector: base address, credentials, folder, whatever it documents."""),
    TARGET_CONCURRENCY("targets.NAME.limits.concurrency", "16", "", """
            Most packets in flight to the target at once."""),
    TARGET_RATE("targets.NAME.limits.rate", "", "50/s", """
            Most packets to the target in a time, spread evenly: a number a s, min, h or d. Not set: no limit."""),
    TARGET_SHARE("targets.NAME.limits.share", "", "hr-gateway", """
            The name of the limits that it keeps together with other targets, besides its own. Not set: none."""),
    TARGET_ORDER("targets.NAME.order", "key", "", """
            Which packets go one after another: those of one key, all of the target (target), or none."""),
    TARGET_ON_DEAD("targets.NAME.on_dead", "skip", "", """
            What becomes of the packets after a dead one of their key: they go on (skip), or wait until an
            operator has acted on it (hold)."""),
    TARGET_COALESCE("targets.NAME.coalesce", "false", "", """
            Whether packets of one key that wait are folded into one with the newest values. See time.md."""),
    TARGET_RETRY_FIRST("targets.NAME.retry.first", "1s", "", """
            Pause after the first failed try; it doubles with each further one."""),
    TARGET_RETRY_CAP("targets.NAME.retry.cap", "10m", "", """
            Longest pause between two tries."""),
    TARGET_RETRY_TRIES("targets.NAME.retry.tries", "1000", "", """
            Most tries of a packet before it is given up as dead. Tries while the target sleeps are not made."""),
    TARGET_RETRY_MAX_AGE("targets.NAME.retry.max_age", "14d", "", """
            How long a packet is tried before it is given up as dead, counted by its pauses between tries: not
            while the target sleeps or is paused."""),
    TARGET_WINDOWS("targets.NAME.windows", "", "[{deny: \"0 2 * * SUN\", duration: 4h, zone: America/New_York}]",
            """
            When packets may go to the target: rules, and names of shared windows. Not set: at any time. See time.md."""),
    TARGET_NETWORKS("targets.NAME.networks", "", "[10.1.0.0/16]", """
            Private networks the target may be in. Not set: public addresses only."""),
    TARGET_PROXY_ADDRESS("targets.NAME.proxy.address", "", "http://proxy.agency.example:3128", """
            HTTP proxy the target is reached through. Not set: directly."""),
    TARGET_PROXY_USER("targets.NAME.proxy.user", "", "bridge", """
            User the proxy asks for."""),
    TARGET_PROXY_PASSWORD("targets.NAME.proxy.password", "", "\"${file:/run/secrets/proxy}\"", """
            The user's password at the proxy."""),
    TARGET_TLS_AUTHORITIES("targets.NAME.tls.authorities", "", "/etc/bridge/agency-ca.pem", """
            PEM file of the only authorities whose certificates are trusted. Not set: those of the JDK."""),
    TARGET_TLS_CERTIFICATE("targets.NAME.tls.certificate", "", "/etc/bridge/client.p12", """
            PKCS 12 file with the certificate and key by which the target knows the bridge (mutual TLS)."""),
    TARGET_TLS_PASSWORD("targets.NAME.tls.password", "", "\"${file:/run/secrets/client-p12}\"", """
            Password of that file.""");

    /** Stands for the name of a target in a path. */
    static final String NAME = "NAME";

    private final String path;
    private final String fallback;
    private final String example;
    private final String doc;

    ConfigKey(String path, String fallback, String example, String doc) {
        this.path = path;
        this.fallback = fallback;
        this.example = example;
        this.doc = doc;
    }

    /** Where it stands in the file, with dots: {@code http.port}, {@code targets.NAME.connector}. */
    public String path() {
        return path;
    }

    /** The default as one would write it; empty for none. */
    public String fallback() {
        return fallback;
    }

    /** What it is for, in a sentence or two for people; may be of several lines. */
    public String doc() {
        return doc;
    }

    /** The environment variable that sets it: {@code BRIDGE_HTTP_PORT}. */
    public String variable() {
        return variable(segments());
    }

    /** Whether it is a key of each target. */
    boolean ofTarget() {
        return segments().contains(NAME);
    }

    /** A value to show where there is no default. */
    String example() {
        return example;
    }

    List<String> segments() {
        return List.of(path.split("\\."));
    }

    /** The path with a target's name in it. */
    List<String> segments(String target) {
        return segments().stream().map(segment -> segment.equals(NAME) ? target : segment).toList();
    }

    String leaf() {
        return segments().getLast();
    }

    static String variable(List<String> path) {
        return "BRIDGE_" + String.join("_", path).toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }

    /** The keys that may stand directly below this path. */
    static String[] below(String... parent) {
        var above = List.of(parent);
        return Arrays.stream(values()).map(ConfigKey::segments)
                .filter(path -> path.size() > above.size() && path.subList(0, above.size()).equals(above))
                .map(path -> path.get(above.size())).distinct().toArray(String[]::new);
    }
}
