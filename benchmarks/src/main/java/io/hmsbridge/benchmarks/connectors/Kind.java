package io.hmsbridge.benchmarks.connectors;

import java.nio.file.Path;
import java.util.Locale;

/** What can be compared. */
enum Kind {
    REST, JDBC_INSERT, JDBC_UPSERT, CSV, FTP, FTP_BATCH, SFTP, SOAP, MAIL;

    /**
     * Starts what is compared.
     *
     * @param folder where it may keep files
     */
    Comparison open(Path folder) throws Exception {
        return switch (this) {
            case REST -> new RestComparison(folder);
            case JDBC_INSERT -> new JdbcComparison(folder, "insert");
            case JDBC_UPSERT -> new JdbcComparison(folder, "upsert");
            case CSV -> new CsvComparison(folder);
            case FTP -> new FtpComparison(folder, FtpComparison.SINGLE);
            case FTP_BATCH -> new FtpComparison(folder, FtpComparison.BATCHES);
            case SFTP -> new SftpComparison(folder);
            case SOAP -> new SoapComparison(folder);
            case MAIL -> new MailComparison();
        };
    }

    /** As it is written on the command line. */
    String shown() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
