package io.hmsbridge.benchmarks.connectors;

import java.nio.file.Path;
import java.util.Locale;
import org.apache.commons.net.ftp.FTPClient;

/** What can be compared. */
enum Kind {
    REST, JDBC_INSERT, JDBC_UPSERT, CSV, FTP, FTP_PROMPT, FTP_BATCH, FTP_BATCH_PROMPT, SFTP, SOAP, MAIL;

    /**
     * Starts what is compared.
     *
     * @param folder where it may keep files
     */
    Comparison open(Path folder) throws Exception {
        return switch (this) {
            case REST -> RestComparison.open(folder);
            case JDBC_INSERT -> JdbcComparison.open(folder, "insert");
            case JDBC_UPSERT -> JdbcComparison.open(folder, "upsert");
            case CSV -> CsvComparison.open(folder);
            case FTP -> FtpComparison.open(folder, FtpComparison.SINGLE, new FTPClient());
            case FTP_PROMPT -> FtpComparison.open(folder, FtpComparison.PROMPT_SINGLE, new PromptFtpClient());
            case FTP_BATCH -> FtpComparison.open(folder, FtpComparison.BATCHES, new FTPClient());
            case FTP_BATCH_PROMPT -> FtpComparison.open(folder, FtpComparison.PROMPT_BATCHES, new PromptFtpClient());
            case SFTP -> SftpComparison.open(folder);
            case SOAP -> SoapComparison.open(folder);
            case MAIL -> MailComparison.open();
        };
    }

    /** As it is written on the command line. */
    String shown() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
