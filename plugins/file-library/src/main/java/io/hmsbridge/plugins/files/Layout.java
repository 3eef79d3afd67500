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

        /** Adds the record with the columns' names, or nothing where the layout has none. */
        void names(Block into) throws UnfitException;

        /** Adds a packet's record. @throws UnfitException if it does not fit; {@link Block#add} takes away what was added of it */
        void record(Packet packet, Block into) throws UnfitException;
    }
}
