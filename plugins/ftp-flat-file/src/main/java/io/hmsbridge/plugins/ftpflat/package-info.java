/** {@code FTPFlat}: packets as flat files on FTP, FTPS and SFTP servers, each whole under its name or not there. */
package io.hmsbridge.plugins.ftpflat;
