package io.hmsbridge.server.config;

import io.hmsbridge.api.Secret;
import io.hmsbridge.core.egress.AddressPolicy;
import io.hmsbridge.core.ledger.Database;
import io.hmsbridge.core.ledger.Keeping;
import io.hmsbridge.core.mapping.SheetFolder.FailingTests;
import io.hmsbridge.core.outbox.RetryPolicy;
import io.hmsbridge.core.outbox.TargetSpec;
import io.hmsbridge.core.plugin.Pin;
import io.hmsbridge.core.plugin.PluginHost.Downgrades;
import io.hmsbridge.core.yaml.MapReader;
import io.hmsbridge.core.yaml.Problems;
import io.hmsbridge.core.yaml.YamlList;
import io.hmsbridge.core.yaml.YamlMap;
import io.hmsbridge.core.yaml.YamlNode;
import io.hmsbridge.core.yaml.YamlScalar;
import io.hmsbridge.server.access.Oidc;
import io.hmsbridge.server.outcome.Outcomes;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.event.Level;

/** Makes a configuration of a tree that holds every value in force, the defaults among them. */
final class Binding {

    /** What RFC 6750 lets a bearer token be made of. */
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");
    private static final long SMALLEST_BODY = 1024;
    private static final long LARGEST_BODY = 1L << 30;

    private final Problems problems;
    private final ReadFiles files;
    private final Instant now;

    /** @param files reads what the configuration names and the engine needs the content of */
    Binding(Problems problems, ReadFiles files, Instant now) {
        this.problems = problems;
        this.files = files;
        this.now = now;
    }

    /** The configuration; of use only if there are no errors among the problems. */
    BridgeConfig bind(YamlMap tree) {
        var root = MapReader.of(tree, problems).allowOnly(ConfigKey.below());
        var windows = new WindowsBinding(root.child("windows"), problems, files, now);
        var limits = new LimitsBinding(root.child("limits"));
        return new BridgeConfig(database(root.child("database")), folder(root, "data"), folder(root, "mappings"),
                plugins(root.child("plugins")), http(root.child("http"), oidc(root.child("oidc"))), token(root),
                log(root.child("log")),
                failingTests(root),
                root.child("targets").keys().stream().map(name -> target(root.child("targets"), name, windows, limits))
                        .toList(),
                windows.shared(),
                new BridgeConfig.Upkeep(keeping(root), minFree(root.child("database")),
                        widestReplay(root.child("replay"))),
                policy(root.child("governance")), NoticesBinding.of(root.child("notices")),
                outcomes(root.child("outcomes")));
    }

    private static Optional<Outcomes> outcomes(MapReader outcomes) {
        outcomes.allowOnly(ConfigKey.below("outcomes"));
        var told = new Outcomes(outcomes.texts("sources").orElse(List.of()), outcomes.flag("on_request").orElse(false));
        return told.sources().isEmpty() && !told.onRequest() ? Optional.empty() : Optional.of(told);
    }

    private static FailingTests failingTests(MapReader root) {
        var words = List.of("refuse", "warn", "ignore");
        var word = root.choice("failing_tests", words).orElse("refuse");
        return words.contains(word) ? FailingTests.valueOf(word.toUpperCase(Locale.ROOT)) : FailingTests.REFUSE;
    }

    private static Keeping keeping(MapReader root) {
        var dedup = root.child("dedup").allowOnly(ConfigKey.below("dedup"));
        var ids = dedup.duration("window").check(d -> d.compareTo(Keeping.LEAST_IDS) >= 0,
                "`window` must be 7 days or more", "Write it like 7d or 30d.").orElse(Keeping.LEAST_IDS);
        var events = root.duration("retention").check(d -> d.compareTo(ids) >= 0,
                "`retention` must not be shorter than dedup.window", "Write it like 90d, or leave it out to keep all.")
                .optional();
        return ids.compareTo(Keeping.LEAST_IDS) < 0 || events.filter(d -> d.compareTo(ids) < 0).isPresent()
                ? Keeping.DEFAULT : new Keeping(ids, events);
    }

    private static Duration widestReplay(MapReader replay) {
        return replay.allowOnly(ConfigKey.below("replay")).duration("max_window").check(Duration::isPositive,
                "`max_window` must be longer than nothing", "Write it like 31d.")
                .orElse(BridgeConfig.Upkeep.DEFAULT.widestReplay());
    }

    private static long minFree(MapReader database) {
        var text = database.text("min_free").check(t -> ByteSize.parse(t).isPresent(), "`min_free` must be a size",
                "Write it with a unit, like 512MB or 2GB; 0B for no limit.").required();
        return ByteSize.parse(text).orElse(0);
    }

    private Optional<Database> database(MapReader database) {
        database.allowOnly(ConfigKey.below("database"));
        var url = database.text("url").optional();
        var user = database.text("user").optional();
        var password = database.text("password").optional();
        if (url.isEmpty()) {
            if (user.isPresent() || password.isPresent()) {
                database.error("url", "`url` is missing beside a user or password",
                        "Name the database, or delete both to use the embedded one.");
            }
            return Optional.empty();
        }
        try {
            return Optional.of(DatabaseUrl.database(url.get(), user.orElse(null), password.orElse(null)));
        } catch (IllegalArgumentException e) {
            database.error("url", "`url` must name a PostgreSQL database",
                    "Write it like jdbc:postgresql://host:5432/name.");
            return Optional.empty();
        }
    }

    private static Optional<Path> policy(MapReader governance) {
        return governance.allowOnly(ConfigKey.below("governance")).text("file").optional().isEmpty() ? Optional.empty()
                : Optional.of(folder(governance, "file"));
    }

    private static BridgeConfig.Plugins plugins(MapReader plugins) {
        plugins.allowOnly(ConfigKey.below("plugins"));
        boolean signed = !"any".equals(plugins.choice("trust", List.of("signed", "any")).orElse("signed"));
        var downgrades = "allow".equals(plugins.choice("downgrades", List.of("refuse", "allow")).orElse("refuse"))
                ? Downgrades.ALLOW : Downgrades.REFUSE;
        var accepted = plugins.texts("accept").orElse(List.of()).stream()
                .flatMap(text -> pin(plugins, "accept", text).stream()).toList();
        return new BridgeConfig.Plugins(folder(plugins, "folder"), signed, folder(plugins, "trusted"), downgrades,
                accepted);
    }

    private static Optional<Pin> pin(MapReader map, String key, String text) {
        try {
            return Optional.of(Pin.parse(text));
        } catch (IllegalArgumentException e) {
            map.error(key, e.getMessage(), "Write it like payroll-rest@1.2 or payroll-rest@~1.2.");
            return Optional.empty();
        }
    }

    private static Path folder(MapReader root, String key) {
        try {
            return Path.of(root.text(key).required());
        } catch (InvalidPathException e) {
            root.error(key, "`" + key + "` must be a path", "");
            return Path.of("");
        }
    }

    private static BridgeConfig.Http http(MapReader http, Optional<Oidc> oidc) {
        http.allowOnly(ConfigKey.below("http"));
        long port = http.integer("port").check(n -> n >= 0 && n <= 65_535, "`port` must be between 0 and 65535", "")
                .required();
        var limit = http.text("body_limit").check(Binding::isBodyLimit, "`body_limit` must be a size from 1KB to 1GB",
                "Write it with a unit, like 64KB or 1MB.").required();
        return new BridgeConfig.Http(http.text("host").required(), (int) port, ByteSize.parse(limit).orElse(0), oidc,
                ServerTlsBinding.of(http.child("tls")),
                LimitsBinding.ofCaller(http));
    }

    private static Optional<Oidc> oidc(MapReader oidc) {
        oidc.allowOnly(ConfigKey.below("oidc"));
        var algorithm = oidc.choice("algorithm", Oidc.ALGORITHMS).orElse("RS256");
        var roles = oidc.text("roles").optional().orElse("roles");
        if (oidc.keys().isEmpty()) {
            return Optional.empty();
        }
        var issuer = oidc.text("issuer").required();
        var audience = oidc.text("audience").required();
        var keys = oidc.text("keys").check(text -> text.matches("https?://[^\\s]+"), "`keys` must be an address",
                "Write it like https://login.agency.example/keys; it is the provider's jwks_uri.").required();
        try {
            return Optional.of(new Oidc(issuer, audience, URI.create(keys), algorithm, roles));
        } catch (IllegalArgumentException _) {
            oidc.error("keys", "`keys` must be an address", "Write it like https://login.agency.example/keys.");
            return Optional.empty();
        }
    }

    private static boolean isBodyLimit(String text) {
        long size = ByteSize.parse(text).orElse(0);
        return size >= SMALLEST_BODY && size <= LARGEST_BODY;
    }

    private static Optional<Secret> token(MapReader root) {
        return root.text("token").check(TOKEN.asMatchPredicate(),
                "`token` has a character that a bearer token cannot have",
                "Use letters, digits and any of . _ ~ + / - without spaces.").optional().map(Secret::new);
    }

    private static BridgeConfig.Log log(MapReader log) {
        log.allowOnly(ConfigKey.below("log"));
        var format = log.choice("format", List.of("text", "json", "auto")).orElse("auto");
        var level = log.choice("level", List.of("error", "warn", "info", "debug", "trace")).orElse("info");
        return new BridgeConfig.Log(BridgeConfig.Log.Format.valueOf(format.toUpperCase(Locale.ROOT)),
                Level.valueOf(level.toUpperCase(Locale.ROOT)));
    }

    private TargetSpec target(MapReader targets, String name, WindowsBinding windows, LimitsBinding limits) {
        var target = targets.child(name).allowOnly(ConfigKey.below("targets", ConfigKey.NAME));
        var order = target.choice("order", List.of("key", "target", "none")).orElse("key");
        var onDead = target.choice("on_dead", List.of("skip", "hold")).orElse("skip");
        boolean coalesce = target.choice("coalesce", List.of("true", "false")).orElse("false").equals("true");
        if (coalesce && !order.equals("key")) {
            target.error("coalesce", "`coalesce` folds what waits for one key, and needs `order: key`",
                    "Delete one of both.");
        }
        return new TargetSpec(name, target.text("connector").required(), settings(target), limits.of(target),
                retry(target), TargetSpec.Order.valueOf(order.toUpperCase(Locale.ROOT)),
                TargetSpec.OnDead.valueOf(onDead.toUpperCase(Locale.ROOT)), networks(target), RouteBinding.of(target),
                windows.of(target, name), coalesce,
                target.text("plugin").optional().flatMap(text -> pin(target, "plugin", text)).orElse(Pin.NONE));
    }

    /** A setting without a value counts as absent. */
    private static Map<String, Object> settings(MapReader target) {
        var settings = new LinkedHashMap<>(target.values("settings").orElse(Map.of()));
        settings.values().removeIf(value -> value == null);
        return settings;
    }

    private static RetryPolicy retry(MapReader target) {
        var retry = target.child("retry").allowOnly(ConfigKey.below("targets", ConfigKey.NAME, "retry"));
        var usual = RetryPolicy.DEFAULT;
        var first = retry.duration("first").orElse(usual.first());
        var cap = retry.duration("cap").orElse(usual.cap());
        long tries = retry.integer("tries").check(n -> n >= 1 && n <= 1_000_000,
                "`tries` must be between 1 and 1000000", "").orElse((long) usual.tries());
        var maxAge = retry.duration("max_age").orElse(usual.maxAge());
        try {
            return new RetryPolicy(first, cap, (int) tries, maxAge);
        } catch (IllegalArgumentException e) {
            target.errorAtKey("retry", e.getMessage(), "");
            return usual;
        }
    }

    private List<String> networks(MapReader target) {
        var networks = target.texts("networks").orElse(List.of());
        var items = target.node("networks").map(node -> node instanceof YamlList list ? list.items() : List.of(node));
        items.orElse(List.<YamlNode>of()).forEach(item -> {
            if (item instanceof YamlScalar scalar) {
                checkNetwork(scalar);
            }
        });
        return networks;
    }

    private void checkNetwork(YamlScalar network) {
        try {
            AddressPolicy.allowing(List.of(network.text()));
        } catch (IllegalArgumentException e) {
            problems.add(network.position().error(e.getMessage(), ""));
        }
    }
}
