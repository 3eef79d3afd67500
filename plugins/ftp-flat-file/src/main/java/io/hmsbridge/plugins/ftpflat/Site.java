package io.hmsbridge.plugins.ftpflat;

import io.hmsbridge.api.Secret;
import io.hmsbridge.api.SettingsException;
import io.hmsbridge.plugins.files.Dating;
import io.hmsbridge.plugins.ftpflat.FtpFlatConnectorFactory.Target;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where files go and how to get in, checked.
 *
 * @param dating what {date} is
 * @param windows whose packets share files, where they do
 * @param folder the path that names are below, absolute or empty, without a slash at its end
 */
record Site(Target settings, Protocol protocol, String host, int port, String folder, Dating dating,
        Optional<? extends Windows> windows, Optional<Login> login) {

    /** What is spoken. */
    enum Protocol {
        FTP(21), FTPES(21), FTPS(990), SFTP(22);

        private final int port;

        Protocol(int port) {
            this.port = port;
        }
    }

    /** Who logs in. */
    record Login(String user, Optional<Secret> password) {}

    private static final Map<String, Protocol> PROTOCOLS = Map.of("ftp", Protocol.FTP, "ftpes", Protocol.FTPES, "ftps",
            Protocol.FTPS, "sftp", Protocol.SFTP);

    /** @throws SettingsException with every problem */
    static Site of(Target target, Clock clock) throws SettingsException {
        var problems = new ArrayList<SettingsException.Problem>();
        var protocol = PROTOCOLS.get(target.url().getScheme());
        if (protocol == null || target.url().getHost() == null) {
            problems.add(problem("url", "needs an address such as ftp://host/folder, ftpes://, ftps:// or sftp://"));
        }
        if (target.url().getUserInfo() != null) {
            problems.add(problem("url", "must hold no login; set 'user' and 'password'"));
        }
        if (target.connections() < 1) {
            problems.add(problem("connections", "must be at least 1"));
        }
        if (target.batch() < 1) {
            problems.add(problem("batch", "must be at least 1"));
        }
        if (target.timeout().toMillis() < 1 || target.timeout().toMillis() > Integer.MAX_VALUE) {
            problems.add(problem("timeout", "must be longer than nothing, and shorter than 24 days"));
        }
        var zone = zone(target.zone(), problems);
        var businessDays = zone == null ? Optional.<BusinessDays>empty()
                : businessDays(target, zone, clock, problems);
        check(target.window(), target, problems);
        var login = protocol == null ? Optional.<Login>empty() : login(target, problems);
        if (!problems.isEmpty()) {
            throw new SettingsException(problems);
        }
        var path = Optional.ofNullable(target.url().getPath()).orElse("").replaceAll("/+$", "");
        int port = target.url().getPort() < 0 ? protocol.port : target.url().getPort();
        return new Site(target, protocol, target.url().getHost(), port, path,
                businessDays.<Dating>map(days -> days).orElse(Dating.in(zone)),
                target.window().isPresent() ? target.window().map(Windows::every) : businessDays, login);
    }

    private static void check(Optional<Duration> window, Target target, List<SettingsException.Problem> problems) {
        if (window.isPresent() && window.get().toMillis() < 1) {
            problems.add(problem("window", "must be longer than nothing"));
        }
        if (window.isPresent() && target.batch() == 1) {
            problems.add(problem("window", "needs a 'batch' above 1: the most packets in its files"));
        }
        if (window.isPresent() && target.dayCloses().isPresent()) {
            problems.add(problem("window", "and 'day_closes' do not go together"));
        }
    }

    private static ZoneId zone(String name, List<SettingsException.Problem> problems) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException _) {
            problems.add(problem("zone", "names no time zone: " + name));
            return null;
        }
    }

    private static Optional<BusinessDays> businessDays(Target target, ZoneId zone, Clock clock,
            List<SettingsException.Problem> problems) {
        Set<LocalDate> holidays = Set.of();
        if (target.holidays().isPresent()) {
            if (target.dayCloses().isEmpty()) {
                problems.add(problem("holidays", "is for business days; set 'day_closes', too"));
            }
            try {
                holidays = Holidays.read(target.holidays().get(), clock);
            } catch (IOException e) {
                problems.add(problem("holidays", "cannot be read from " + target.holidays().get() + ": " + words(e)));
            }
        }
        try {
            var days = holidays;
            return target.dayCloses().map(written -> BusinessDays.of(written, zone, days));
        } catch (IllegalArgumentException e) {
            problems.add(problem("day_closes", e.getMessage()));
            return Optional.empty();
        }
    }

    private static String words(IOException e) {
        return e instanceof NoSuchFileException ? "there is no such file" : String.valueOf(e.getMessage());
    }

    private static Optional<Login> login(Target target, List<SettingsException.Problem> problems) {
        if (target.user().isPresent()) {
            return target.user().map(user -> new Login(user, target.password()));
        }
        var file = target.netrc().orElse(Path.of(System.getProperty("user.home"), ".netrc"));
        try {
            var found = Netrc.find(file, target.url().getHost());
            if (found.isEmpty()) {
                problems.add(problem("user", "is not set, and " + file + " has no entry for the host"));
            }
            return found;
        } catch (IOException e) {
            problems.add(problem("netrc", "cannot be read: " + e));
            return Optional.empty();
        }
    }

    private static SettingsException.Problem problem(String setting, String what) {
        return new SettingsException.Problem(setting, "'" + setting + "' " + what);
    }

    /** The path at the server. */
    String path(String name) {
        return folder.isEmpty() ? name : folder + "/" + name;
    }
}
