package io.hmsbridge.core.ledger;

/**
 * Whose act it is, and why.
 *
 * @param who at most 250 characters, not blank
 * @param why at most 1,000 characters, or empty
 */
public record By(String who, String why) {

    private static final int WHO = 250;
    private static final int WHY = 1_000;

    /** @throws IllegalArgumentException if one of them cannot be kept, saying which */
    public By {
        if (who.isBlank()) {
            throw new IllegalArgumentException("an act needs a name: who does it");
        }
        check("the name of who does it", who, WHO);
        check("the reason", why, WHY);
    }

    private static void check(String what, String text, int most) {
        if (text.length() > most || text.codePoints().anyMatch(c -> Character.isISOControl(c)
                || Character.getType(c) == Character.SURROGATE)) {
            throw new IllegalArgumentException(
                    "%s is one line of at most %,d characters".formatted(what, most));
        }
    }
}
