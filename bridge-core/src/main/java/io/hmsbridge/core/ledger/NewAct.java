package io.hmsbridge.core.ledger;

/**
 * An operator's act on its way into the ledger.
 *
 * @param who does it
 * @param kind a word for what is done, such as {@code requeue}
 * @param why the reason given, or empty
 * @param detail what it is done to, without any payload
 */
public record NewAct(String who, String kind, String why, String detail) {

    /** @throws IllegalArgumentException if nobody is said to do it */
    public NewAct {
        if (who.isBlank()) {
            throw new IllegalArgumentException("an act needs a name: who does it");
        }
    }
}
