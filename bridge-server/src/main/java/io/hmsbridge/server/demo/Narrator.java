package io.hmsbridge.server.demo;

import java.util.Map;

/** Tells the story as it happens. Safe to use from many threads. */
interface Narrator {

    /** A scene begins. */
    void scene(int number, String title);

    /**
     * Something happened.
     *
     * @param what its kind, for programs
     * @param text for people
     * @param facts the same, for programs
     */
    void tell(String what, String text, Map<String, ?> facts);

    /** Words for people alone. */
    void say(String text);

    /** The end, or what was not as told. */
    void end(boolean asTold, String text, Map<String, ?> facts);
}
