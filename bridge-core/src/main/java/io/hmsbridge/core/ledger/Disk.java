package io.hmsbridge.core.ledger;

/**
 * The disk beneath the database.
 *
 * @param free how many bytes are left on it
 * @param kept events are refused below so many
 */
public record Disk(long free, long kept) {

    /** People are warned while this many times what is kept is left: there is time to do something about it. */
    public static final int EARLY = 4;

    private static final long MEGABYTE = 1 << 20;

    /** Whether people should be warned. */
    public boolean isLow() {
        return free / EARLY < kept;
    }

    /** In words for people. */
    public String warning() {
        return "the disk of the database has %d MB left; below %d MB events are refused".formatted(free / MEGABYTE,
                kept / MEGABYTE);
    }
}
