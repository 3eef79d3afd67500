package io.hmsbridge.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.hmsbridge.api.Secret;
import io.hmsbridge.api.Setting;
import io.hmsbridge.api.SettingsException;
import io.hmsbridge.api.SettingsSpec;
import io.hmsbridge.core.egress.Proxy;
import io.hmsbridge.core.egress.Route;
import io.hmsbridge.core.egress.Tls;
import io.hmsbridge.core.ledger.Database;
import io.hmsbridge.core.ledger.Keeping;
import io.hmsbridge.core.mapping.SheetFolder.FailingTests;
import io.hmsbridge.core.outbox.Limits;
import io.hmsbridge.core.outbox.Rate;
import io.hmsbridge.core.outbox.RetryPolicy;
import io.hmsbridge.core.outbox.SharedLimits;
import io.hmsbridge.core.outbox.TargetSpec;
import io.hmsbridge.core.plugin.Pin;
import io.hmsbridge.core.plugin.PluginHost.Downgrades;
import io.hmsbridge.core.yaml.Problem;
import io.hmsbridge.server.notice.Notices;
import io.hmsbridge.server.notice.QuietHours;
import io.hmsbridge.server.outcome.Outcomes;
import io.hmsbridge.server.tls.ServerTls;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.event.Level;

class ConfigReaderTest {

    @TempDir
    private Path home;
    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = home.resolve("bridge.yaml");
    }

    @Test
    void withoutAFileTheDefaultsHold() throws Exception {
        var config = new ConfigReader(Map.of()).read(ConfigFile.ifPresent(file)).config();

        assertThat(config).isEqualTo(new BridgeConfig(Optional.empty(), Path.of("data"), Path.of("mappings"),
                new BridgeConfig.Plugins(Path.of("plugins"), true, Path.of("trust"), Downgrades.REFUSE),
                new BridgeConfig.Http("127.0.0.1", 8080, 1024 * 1024), Optional.empty(),
                new BridgeConfig.Log(BridgeConfig.Log.Format.AUTO, Level.INFO), FailingTests.REFUSE, List.of(),
                BridgeConfig.Upkeep.DEFAULT));
    }

    @Test
    void everyKeyCanBeSet() throws Exception {
        var config = read("""
                database: {url: "jdbc:postgresql://db/bridge?sslmode=require", user: bridge, password: p-w, min_free: 2GB}
                retention: 400d
                dedup: {window: 30d}
                replay: {max_window: 90d}
                data: /srv/data
                mappings: /srv/mappings
                failing_tests: warn
                plugins: {folder: /srv/plugins, trust: any, trusted: /srv/trust, downgrades: allow, accept: [gis-table@~1.2]}
                http: {host: 0.0.0.0, port: 0, body_limit: 64KB, limits: {rate: 100/s, concurrency: 20}}
                token: abc-123
                log: {format: json, level: debug}
                limits: {hr-gateway: {concurrency: 4, rate: 20/s}}
                targets:
                  payroll:
                    connector: PayrollConnector
                    plugin: payroll-rest@1.2
                    settings: {base: "https://hr.example/api", retries: 3, rate: 0.10, tags: [a, b], unset: ~}
                    limits: {concurrency: 8, rate: 50/s, share: hr-gateway}
                    order: target
                    on_dead: hold
                    retry: {first: 2s, cap: 5m, tries: 7, max_age: 7d}
                    networks: [10.1.0.0/16, "fd00::/8"]
                """).config();

        assertThat(config).isEqualTo(new BridgeConfig(
                Optional.of(new Database("jdbc:postgresql://db/bridge?sslmode=require", "bridge", "p-w")),
                Path.of("/srv/data"), Path.of("/srv/mappings"),
                new BridgeConfig.Plugins(Path.of("/srv/plugins"), false, Path.of("/srv/trust"), Downgrades.ALLOW,
                        List.of(new Pin("gis-table", "~1.2"))),
                new BridgeConfig.Http("0.0.0.0", 0, 65_536, Optional.empty(), Optional.empty(),
                        new Limits(20, Rate.parse("100/s"))),
                Optional.of(new Secret("abc-123")),
                new BridgeConfig.Log(BridgeConfig.Log.Format.JSON, Level.DEBUG), FailingTests.WARN,
                List.of(new TargetSpec("payroll", "PayrollConnector",
                        Map.of("base", "https://hr.example/api", "retries", 3L, "rate",
                                new BigDecimal("0.10"), "tags", List.of("a", "b")),
                        new Limits(8, Rate.parse("50/s"))
                                .sharing(new SharedLimits("hr-gateway", OptionalInt.of(4), Rate.parse("20/s"))),
                        new RetryPolicy(Duration.ofSeconds(2), Duration.ofMinutes(5), 7, Duration.ofDays(7)),
                        TargetSpec.Order.TARGET,
                        TargetSpec.OnDead.HOLD,
                        List.of("10.1.0.0/16", "fd00::/8")).pinned(new Pin("payroll-rest", "1.2"))),
                new BridgeConfig.Upkeep(new Keeping(Duration.ofDays(30), Optional.of(Duration.ofDays(400))),
                        2L << 30, Duration.ofDays(90))));
        assertThat(config.toString()).doesNotContain("p-w").doesNotContain("abc-123").doesNotContain("hr.example");
    }

    @Test
    void thePluginsFolderMayStandWhereItStoodBefore() throws Exception {
        var loaded = read("plugins: /srv/plugins\n");

        assertThat(loaded.config().plugins())
                .isEqualTo(
                        new BridgeConfig.Plugins(Path.of("/srv/plugins"), true, Path.of("trust"), Downgrades.REFUSE));
        assertThat(loaded.warnings()).extracting(Problem::summary).containsExactly(
                file + ":1:1: warning: the folder `plugins` is named `plugins.folder` now."
                        + " It still works; `bridge config migrate` shows how to write it now, and does.");
    }

    @Test
    void aSettingUnderAFormerNameIsWarnedOfWithItsLineAndTheNameOfNow() throws Exception {
        var loaded = read("""
                targets:
                  payroll:
                    connector: PayrollConnector
                    settings:
                      url: "http://a.example"
                """);

        assertThat(loaded.renamed(loaded.config().targets().getFirst(), SettingsSpec.of(Renamed.class)))
                .extracting(Problem::summary).containsExactly(
                        file + ":5:7: warning: target `payroll`: the setting `url` is named `base` now."
                                + " It still works; `bridge config migrate` shows how to write it now, and does.");
    }

    record Renamed(@Setting(value = "Where it is.", formerly = "url") URI base) {
    }

    @Test
    void theServersCertificateGoesWithItsKey() throws Exception {
        assertThat(read("http: {tls: {certificate: /c, key: /k}}\n").config().http().tls())
                .contains(new ServerTls(Path.of("/c"), Path.of("/k"), Optional.empty()));
        assertThat(read("http: {tls: {certificate: /c, key: /k, client_authorities: /a, client_auth: want}}\n").config()
                .http().tls().flatMap(ServerTls::clients)).contains(new ServerTls.Clients(Path.of("/a"), false));
        assertThat(read("http: {tls: {certificate: /c, key: /k, client_authorities: /a}}\n").config()
                .http().tls().flatMap(ServerTls::clients)).contains(new ServerTls.Clients(Path.of("/a"), true));

        assertThat(problems(Map.of(), "http: {tls: {certificate: /c, client_auth: need}}\n"))
                .anyMatch(p -> p.contains("`certificate` and `key` of `tls` go together"))
                .anyMatch(p -> p.contains("`client_auth` needs `client_authorities`"));
        assertThat(problems(Map.of(), "http: {tls: {client_authorities: /a, client_auth: maybe}}\n"))
                .anyMatch(p -> p.contains("needs the server's own `certificate` and `key`"))
                .anyMatch(p -> p.contains("client_auth"));
    }

    @Test
    void aTargetsProxyAndCertificatesAreItsRoute() throws Exception {
        var config = read("""
                targets:
                  payroll:
                    connector: PayrollConnector
                    proxy: {address: "http://proxy.example:3128", user: bridge, password: p-w}
                    tls: {authorities: /etc/ca.pem, certificate: /etc/client.p12, password: c-w}
                """).config();

        assertThat(config.targets().getFirst().route()).isEqualTo(new Route(
                Optional.of(new Proxy(URI.create("http://proxy.example:3128"),
                        Optional.of(new Proxy.Login("bridge", new Secret("p-w"))))),
                new Tls(Optional.of(Path.of("/etc/ca.pem")),
                        Optional.of(new Tls.ClientCertificate(Path.of("/etc/client.p12"), new Secret("c-w"))))));
        assertThat(config.toString()).doesNotContain("p-w").doesNotContain("c-w");
        assertThat(problems(Map.of(), """
                targets:
                  a: {connector: C, proxy: {address: "socks://u:p-w@proxy"}, tls: {certificate: /x}}
                  b: {connector: C, proxy: {user: u, password: p}}
                """)).containsExactly(
                "bridge.yaml:2:38: `address` is no address of a proxy. Write it like http://proxy.agency.example:3128.",
                "bridge.yaml:2:81: `certificate` and `password` of `tls` go together",
                "bridge.yaml:3:35: a proxy needs its `address`. Write it like http://proxy.agency.example:3128.");
    }

    @Test
    void aTargetHasTheDefaultsOfTheEngine() throws Exception {
        var config = read("targets: {payroll: {connector: PayrollConnector}}").config();

        assertThat(config.targets()).containsExactly(TargetSpec.of("payroll", "PayrollConnector"));
    }

    @Test
    void anEmptyKeyMeansItsDefault() throws Exception {
        assertThat(read("http:\ndata:\nlog: {level: }\ntargets:\n").config())
                .isEqualTo(new ConfigReader(Map.of()).read(ConfigFile.ifPresent(home.resolve("none.yaml"))).config());
    }

    @Test
    void whatWouldBreakAPromiseOrForgetTooMuchIsRefused() throws Exception {
        assertThat(problems(Map.of(), "dedup: {window: 1d}\ndatabase: {min_free: 7}\n"))
                .anyMatch(p -> p.contains("`window` must be 7 days or more"))
                .anyMatch(p -> p.contains("`min_free` must be a size"));
        assertThat(problems(Map.of(), "dedup: {window: 30d}\nretention: 30m\n"))
                .anyMatch(p -> p.contains("`retention` must not be shorter than dedup.window"));
    }

    @Test
    void whereNoticesGoIsReadAndChecked() throws Exception {
        var notices = read(
                "notices: {webhook: 'https://chat.example/h/1', token: t-1, quiet: '22:00-06:00', zone: Europe/Paris}\n")
                .config().notices().orElseThrow();

        assertThat(notices)
                .isEqualTo(new Notices(Optional.of(new Notices.Hook(URI.create("https://chat.example/h/1"),
                        Optional.of(new Secret("t-1")))), Optional.empty(),
                        QuietHours.parse("22:00-06:00", ZoneId.of("Europe/Paris"))));
        assertThat(notices.toString()).doesNotContain("t-1").doesNotContain("/h/1");
        assertThat(problems(Map.of(), "notices: {webhook: 'ftp://x', quiet: nights, zone: Nowhere}\n")).hasSize(3);
    }

    @Test
    void theMailServerForNoticesIsReadAndChecked() throws Exception {
        var mail = read("notices: {mail: {host: mx, user: u, password: p-w, from: b@a.example, to: [c@a.example]}}\n")
                .config().notices().flatMap(Notices::mail).orElseThrow();

        assertThat(mail).isEqualTo(new Notices.Mailbox("mx", 587, Notices.Security.STARTTLS,
                Optional.of(new Notices.Login("u", new Secret("p-w"))), "b@a.example", List.of("c@a.example")));
        assertThat(mail.toString()).doesNotContain("p-w");
        assertThat(read("notices: {mail: {host: mx, security: none, from: b@a.example, to: c@a.example}}\n").config()
                .notices().flatMap(Notices::mail).orElseThrow().port()).isEqualTo(25);
        assertThat(read("notices: {mail: {security: none}}\n").config().notices()).isEmpty();
        assertThat(problems(Map.of(), "notices: {mail: {user: u, from: nobody, security: tls, port: 0}}\n"))
                .anyMatch(p -> p.contains("`host` is missing")).anyMatch(p -> p.contains("`to` is missing"))
                .anyMatch(p -> p.contains("go together")).anyMatch(p -> p.contains("`nobody` is no mail address"))
                .anyMatch(p -> p.contains("`security` must be one of")).anyMatch(p -> p.contains("`port`"));
    }

    @Test
    void whoIsToldOfOutcomesIsRead() throws Exception {
        assertThat(read("outcomes: {sources: [/hr/*, /gis], on_request: true}\n").config().outcomes())
                .contains(new Outcomes(List.of("/hr/*", "/gis"), true));
        assertThat(read("outcomes: {on_request: false}\n").config().outcomes()).isEmpty();
        assertThat(problems(Map.of(), "outcomes: {source: /hr, on_request: maybe}\n")).hasSize(2);
    }

    @Test
    void allProblemsAreToldAtOnceWithPlaceAndMend() throws Exception {
        assertThat(problems(Map.of("BRIDGE_LOG_LEVEL", "loud"), """
                htpp: {port: 80}
                http: {port: 99999, body_limit: 12, limits: {rate: much}}
                token: "not a token"
                database: {url: "jdbc:oracle:thin:@db"}
                targets:
                  payroll:
                    limits: {concurency: 8}
                    retry: {first: 1h, cap: 1s}
                    networks: [10.1.0.0/16, ten]
                  slow: {connector: C, limits: {rate: 0/s}, order: random}
                  odd: {connector: C, limits: {rate: fast}, order: target, coalesce: true}
                  gis: GISTableConnector
                  audit:
                  mail: {connector: C, limits: {share: hr-gatway}}
                limits: {hr-gateway: {rate: 5/s, burst: 3}, nothing: {}, wide: {concurrency: 0}}
                """)).containsExactly(
                "bridge.yaml:1:1: unknown key `htpp`. Did you mean `http`?",
                "bridge.yaml:2:14: `port` must be between 0 and 65535",
                "bridge.yaml:2:33: `body_limit` must be a size from 1KB to 1GB. Write it with a unit, like 64KB or 1MB.",
                "bridge.yaml:2:52: `rate` must be a number of requests in a time. Write it like 50/s or 600/min.",
                "bridge.yaml:3:8: `token` has a character that a bearer token cannot have."
                        + " Use letters, digits and any of . _ ~ + / - without spaces.",
                "bridge.yaml:4:17: `url` must name a PostgreSQL database."
                        + " Write it like jdbc:postgresql://host:5432/name.",
                "bridge.yaml:7:5: `connector` is missing",
                "bridge.yaml:7:14: unknown key `concurency`. Did you mean `concurrency`?",
                "bridge.yaml:8:5: retry.cap must not be shorter than retry.first",
                "bridge.yaml:9:29: 'ten' is not a network; write it like 10.1.0.0/16 or fd00::/8",
                "bridge.yaml:10:39: a rate must let at least 1 packet pass; to stop a target, pause it",
                "bridge.yaml:10:52: `order` must be one of key, target, none",
                "bridge.yaml:11:38: `rate` must be a number of packets in a time. Write it like 50/s or 600/min.",
                "bridge.yaml:11:70: `coalesce` folds what waits for one key, and needs `order: key`."
                        + " Delete one of both.",
                "bridge.yaml:12:8: `gis` must be a map",
                "bridge.yaml:13:9: `connector` is missing",
                "bridge.yaml:14:40: there are no limits `hr-gatway`. Did you mean `hr-gateway`?",
                "bridge.yaml:15:34: unknown key `burst`. Known here: concurrency, rate.",
                "bridge.yaml:15:54: `nothing` limits nothing. Write it like {concurrency: 8, rate: 50/s}.",
                "bridge.yaml:15:78: `concurrency` must be between 1 and 10000",
                "BRIDGE_LOG_LEVEL: `level` must be one of error, warn, info, debug, trace");
    }

    @Test
    void aNamedFileMustBeThere() {
        var refused = catchThrowableOfType(ConfigException.class,
                () -> new ConfigReader(Map.of()).read(ConfigFile.named(file)));

        assertThat(refused).hasMessage(file + ": the configuration cannot be used: there is no such file."
                + " `bridge config init` writes a new one.");
    }

    @Test
    void theEnvironmentGoesBeforeTheFileAndTheCommandLineBeforeBoth() throws Exception {
        Files.writeString(file, """
                data: a
                mappings: a
                plugins: {folder: a}
                targets: {pay-roll: {connector: PayrollConnector, settings: {base: "http://a", client_cert: c}}}
                """);
        var environment = Map.of("BRIDGE_MAPPINGS", "b", "BRIDGE_PLUGINS", "b", "BRIDGE_DATA", "",
                "BRIDGE_DB", "postgresql://bridge:p%40ss+word@db:5432/bridge", "BRIDGE_TOKEN", "a+b",
                "BRIDGE_TARGETS_PAY_ROLL_SETTINGS_BASE", "http://${b}", "BRIDGE_TARGETS_PAY_ROLL_LIMITS_CONCURRENCY",
                "2");
        var loaded = new ConfigReader(environment, Map.of(ConfigKey.PLUGINS, "c")).read(ConfigFile.named(file));

        var config = loaded.config();
        assertThat(List.of(config.data(), config.mappings(), config.plugins().folder()))
                .containsExactly(Path.of("a"), Path.of("b"), Path.of("c"));
        assertThat(config.database()).contains(new Database("jdbc:postgresql://db:5432/bridge", "bridge", "p@ss+word"));
        assertThat(config.token()).contains(new Secret("a+b"));
        assertThat(config.targets().getFirst().settings()).isEqualTo(Map.of("base", "http://${b}", "client_cert", "c"));
        assertThat(config.targets().getFirst().limits().concurrency()).isEqualTo(2);
        assertThat(loaded.warnings()).isEmpty();
    }

    @Test
    void aVariableThatSetsNothingIsWarnedOfUnlessTheFileAsksForIt() throws Exception {
        Files.writeString(file, "data: '${env:BRIDGE_HOME}/data'");
        var loaded = new ConfigReader(
                Map.of("BRIDGE_HTTP_PROT", "1", "BRIDGE_URL", "u", "BRIDGE_HOME", "/srv", "PATH", "/bin"))
                .read(ConfigFile.named(file));

        assertThat(loaded.warnings()).extracting(Problem::summary).containsExactly("BRIDGE_HTTP_PROT: warning: "
                + "this environment variable sets nothing. Did you mean `BRIDGE_HTTP_PORT`?");
    }

    @Test
    void aProfileIsLaidOverTheFile() throws Exception {
        Files.writeString(home.resolve("bridge.prod.yaml"), """
                http: {port: 9090}
                targets:
                  payroll: {settings: {base: "https://prod"}, networks: [10.2.0.0/16]}
                """);
        Files.writeString(file, """
                http: {host: 0.0.0.0, port: 8081}
                targets:
                  payroll: {connector: P, settings: {base: "http://dev", path: /v2}, networks: [10.1.0.0/16]}
                """);

        var config = new ConfigReader(Map.of("BRIDGE_PROFILE", "prod")).read(ConfigFile.named(file)).config();

        assertThat(config.http()).isEqualTo(new BridgeConfig.Http("0.0.0.0", 9090, 1024 * 1024));
        assertThat(config.targets().getFirst().settings()).isEqualTo(Map.of("base", "https://prod", "path", "/v2"));
        assertThat(config.targets().getFirst().networks()).containsExactly("10.2.0.0/16");
        assertThat(catchThrowableOfType(ConfigException.class,
                () -> new ConfigReader(Map.of()).read(ConfigFile.named(file).withProfile("test"))))
                .hasMessageContaining("bridge.test.yaml: the configuration cannot be used: there is no such file");
    }

    @Test
    void aReplacedPlaceholderIsNotAskedFor() throws Exception {
        Files.writeString(file, "database: {url: '${env:NOT_SET}'}");

        var config = new ConfigReader(Map.of("BRIDGE_DATABASE_URL", "jdbc:postgresql:bridge"))
                .read(ConfigFile.named(file)).config();

        assertThat(config.database()).contains(new Database("jdbc:postgresql:bridge", null, null));
    }

    @Test
    void placeholdersAreFilledIn() throws Exception {
        var secret = Files.writeString(home.resolve("secret"), "from a file: ${env:X}\n\n");
        Files.writeString(file, """
                http: {port: "${env:PORT}"}
                database: {url: "${env:EMPTY:-}"}
                log: {level: "${env:EMPTY:-warn}"}
                targets:
                  payroll:
                    connector: P
                    settings: {a: "${file:%s}", b: "<${env:X}${env:X}>", c: "$${env:X}", d: ["${env:X}"], e: "$$$"}
                """.formatted(secret));

        var config =
                new ConfigReader(Map.of("PORT", "9000", "EMPTY", "", "X", "$x")).read(ConfigFile.named(file)).config();

        assertThat(config.http().port()).isEqualTo(9000);
        assertThat(config.database()).isEmpty();
        assertThat(config.log().level()).isEqualTo(Level.WARN);
        assertThat(config.targets().getFirst().settings()).isEqualTo(Map.of("a", "from a file: ${env:X}\n",
                "b", "<$x$x>", "c", "${env:X}", "d", List.of("$x"), "e", "$$$"));
    }

    @Test
    void aPlaceholderThatCannotBeFilledInIsAProblemWithItsPlace() throws Exception {
        assertThat(problems(Map.of(), """
                data: ${env:NOT_SET}
                mappings: "x${HOME}"
                plugins: {folder: "${env:A"}
                token: ${file:/not/there}
                http: {port: "${vault:x}"}
                """)).containsExactly(
                "bridge.yaml:1:7: the environment variable `NOT_SET` is not set."
                        + " Set it, or give a default: ${env:NOT_SET:-default}.",
                "bridge.yaml:2:11: a placeholder does not say where its value is. Did you mean `${env:HOME}`?",
                "bridge.yaml:3:19: `${` has no closing brace."
                        + " Write ${env:NAME}, ${env:NAME:-default} or ${file:/path}; $${ stands for a plain ${.",
                "bridge.yaml:4:8: the file `/not/there` is needed here: there is no such file."
                        + " Relative paths start at the folder in which the server was started.",
                "bridge.yaml:5:14: a placeholder does not say where its value is."
                        + " Write ${env:NAME}, ${env:NAME:-default} or ${file:/path}; $${ stands for a plain ${.");
    }

    @Test
    void aProblemOfAConnectorsSettingsIsToldWithTheLineOfTheSetting() throws Exception {
        var loaded = read("""
                targets:
                  payroll:
                    connector: PayrollConnector
                    settings:
                      base: nowhere
                """);
        var refused = new SettingsException(List.of(new SettingsException.Problem("base", "'base' must be an address"),
                new SettingsException.Problem("token", "'token' is required")));

        assertThat(loaded.problems("payroll", refused)).extracting(Problem::summary).containsExactly(
                file + ":4:5: target `payroll`: 'token' is required",
                file + ":5:7: target `payroll`: 'base' must be an address");
        assertThat(loaded.problems("implicit", refused)).extracting(Problem::line).containsOnly(1);
    }

    private LoadedConfig read(String text) throws IOException, ConfigException {
        return new ConfigReader(Map.of()).read(ConfigFile.named(Files.writeString(file, text)));
    }

    private List<String> problems(Map<String, String> environment, String text) throws IOException {
        Files.writeString(file, text);
        var refused = catchThrowableOfType(ConfigException.class,
                () -> new ConfigReader(environment).read(ConfigFile.named(file)));
        return refused.problems().stream().map(Problem::summary).map(line -> line.replace(home + "/", "")).toList();
    }
}
