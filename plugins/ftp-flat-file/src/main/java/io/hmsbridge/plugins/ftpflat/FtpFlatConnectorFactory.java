package io.hmsbridge.plugins.ftpflat;

import io.hmsbridge.api.Connector;
import io.hmsbridge.api.ConnectorContext;
import io.hmsbridge.api.ConnectorFactory;
import io.hmsbridge.api.Secret;
import io.hmsbridge.api.Setting;
import io.hmsbridge.api.SettingsException;
import io.hmsbridge.api.SettingsSpec;
import io.hmsbridge.plugins.files.RecordEnd;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pf4j.Extension;

/** Offers {@code FTPFlat}: puts each packet as a flat file onto an FTP, FTPS or SFTP server. */
@Extension
public final class FtpFlatConnectorFactory implements ConnectorFactory {

    /** How a record is laid out. */
    public enum Layout {
        CSV, FIXED
    }

    public record Target(
            @Setting("ftp://, ftpes:// (TLS by command), ftps:// (TLS from the start) or sftp://, host, port and folder.") URI url,
            @Setting(value = "Who logs in; without it, the host's entry in netrc.", env = "FTP_USER") Optional<
                    String> user,
            @Setting(value = "The user's password.", env = "FTP_PASSWORD") Optional<Secret> password,
            @Setting("Logins by host, as other FTP clients read them; .netrc in the home folder.") Optional<Path> netrc,
            @Setting("For sftp: the user's private key, in OpenSSH's or PEM form: Ed25519, ECDSA or RSA.") Optional<
                    Secret> privateKey,
            @Setting("For sftp: what the private key is encrypted with, if it is.") Optional<Secret> passphrase,
            @Setting("For sftp: the file of known hosts; .ssh/known_hosts in the home folder.") Optional<
                    Path> knownHosts,
            @Setting("For sftp: the fingerprint of the host's key, SHA256:..., instead of known_hosts.") Optional<
                    String> hostKey,
            @Setting("For ftps and ftpes: a PEM file with the certificates to trust instead of the usual ones.") Optional<
                    Path> ca,
            @Setting(value = "For ftp, ftps and ftpes: whether the server connects back for data.",
                    fallback = "false") boolean active,
            @Setting(value = "How long to wait for a connection and for each answer.",
                    fallback = "10s") Duration timeout,
            @Setting(value = "The most connections at once; they are kept.", fallback = "1") int connections,
            @Setting(value = "The most packets in one file.", fallback = "1") int batch,
            @Setting("Files by time: how long one takes packets, counted from midnight UTC, as 15m. They wait until it closes.") Optional<
                    Duration> window,
            @Setting("Files by business day: when one closes in 'zone', as MON-FRI 17:00. Its packets wait until then; {date} is that day.") Optional<
                    String> dayCloses,
            @Setting("For day_closes: an iCalendar file, whose whole days are no business days.") Optional<
                    Path> holidays,
            @Setting(value = "The time zone of {date} in names, headers and trailers.",
                    fallback = "UTC") String zone) {}

    public record Use(
            @Setting(
                    value = "The file's path below the url's folder, with {id}, {key}, {type}, {subject}, {target}, {date}; missing folders are made.",
                    fallback = "{target}-{id}.dat") String name,
            @Setting(value = "How a record is laid out.", fallback = "csv") Layout layout,
            @Setting("For fixed: each field with its picture, as in COBOL: X(10), S9(5)V99.") Optional<
                    Map<String, String>> fields,
            @Setting("For fixed: the record as a COBOL copybook, instead of fields.") Optional<String> copybook,
            @Setting("For csv: the columns, in order; without them those of the packets.") Optional<
                    List<String>> columns,
            @Setting(value = "For csv: whether the first record is the columns' names.",
                    fallback = "true") boolean columnNames,
            @Setting("For csv: a first column with each packet's idempotency key.") Optional<String> idColumn,
            @Setting(
                    value = "For csv: whether texts that a spreadsheet takes for a formula get an apostrophe before them.",
                    fallback = "false") boolean guardFormulas,
            @Setting(value = "The charset: UTF-8, US-ASCII, Cp037, Cp1047 and others.",
                    fallback = "UTF-8") String charset,
            @Setting(value = "What ends a record; none for RECFM=F.", fallback = "crlf") RecordEnd recordEnd,
            @Setting("A first record: text with {count}, {sum FIELD} and {date}.") Optional<String> header,
            @Setting("A last record, with the same words.") Optional<String> trailer) {}

    @Override
    public String name() { return "FTPFlat"; }

    @Override
    public SettingsSpec settings() { return SettingsSpec.of(Target.class); }

    @Override
    public SettingsSpec use() { return SettingsSpec.of(Use.class); }

    @Override
    public Connector create(ConnectorContext context) throws SettingsException {
        var target = Site.of(context.settings(Target.class), context.clock());
        return new FtpFlatConnector(target, new Connections(target, context.sockets()), context.clock());
    }
}
