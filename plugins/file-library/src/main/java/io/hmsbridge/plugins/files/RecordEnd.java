package io.hmsbridge.plugins.files;

/** What ends a record. In EBCDIC the line feed is the charset's own. */
public enum RecordEnd {
    CRLF("\r\n"), LF("\n"),
    /** Records of one length follow each other, as in RECFM=F. */
    NONE("");

    final String text;

    RecordEnd(String text) {
        this.text = text;
    }
}
