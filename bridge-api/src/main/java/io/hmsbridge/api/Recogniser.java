package io.hmsbridge.api;

import java.util.List;
import org.pf4j.ExtensionPoint;

/**
 * What a plugin exports to have governance find one class of data in what leaves, such as an agency's own case numbers. What is done
 * with what is found is the policy's to say; a class of which it says nothing is masked. Annotate the class with PF4J's
 * {@code @Extension}; it needs a public constructor without parameters, and one instance lives as long as the plugin is loaded.
 *
 * <p>It is asked for every text of every packet, so it should look at each character a bounded number of times. Where it throws, finds
 * what is not there, or has not answered within five seconds, the packet is blocked: nothing leaves that it has not seen.
 */
public interface Recogniser extends ExtensionPoint {

    /**
     * The class that it finds, as policies name it: small letters, digits and dashes, such as {@code case-number}. It may be one that
     * the bridge knows, such as {@code ssn}, to find more of it. Constant, and taken once among the plugins that are loaded.
     */
    String dataClass();

    /**
     * Where values of the class stand in a text, in any order. Called by many threads at once; must neither block nor keep, log or
     * quote what it is given, in an exception neither.
     *
     * @param text never null; with digits of any script, look-alike letters and what cannot be seen as plain text, and with what
     *        was encoded decoded
     * @param field the name of the field that it stands in, or empty
     * @return empty if there are none; never null
     */
    List<Found> find(String text, String field);

    /**
     * A value.
     *
     * @param start its first character, from 0
     * @param end the one after its last
     */
    record Found(int start, int end) {}
}
