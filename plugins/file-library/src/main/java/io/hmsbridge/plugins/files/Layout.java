package io.hmsbridge.plugins.files;

import io.hmsbridge.api.Packet;
import java.util.List;

/** How packets become the records of a file. Immutable, safe to share between threads. */
public sealed interface Layout permits CsvLayout, FixedLayout, CopybookLayout {

    /** The columns of a file with these packets, in order. */
    List<String> columns(Iterable<Packet> packets);

    /** Begins the records of one file; the result is for one thread. */
    Records records(List<String> columns);

    /** One line of plain text, such as a header or a trailer record, with this layout's end of record. */
    byte[] line(String text) throws UnfitException;

    /** Makes the records of one file. */
    interface Records {

        /** The record with the columns' names, or nothing where the layout has none. */
        byte[] names() throws UnfitException;

        /** @throws UnfitException if the packet does not fit; nothing of it is kept */
        byte[] record(Packet packet) throws UnfitException;
    }
}
