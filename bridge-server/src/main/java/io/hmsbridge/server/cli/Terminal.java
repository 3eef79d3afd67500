package io.hmsbridge.server.cli;

/** Whether a person looks at what is printed. */
final class Terminal {

    private Terminal() {
    }

    /** See <a href="https://no-color.org">no-color.org</a>. */
    static boolean wantsColours() {
        var noColour = System.getenv("NO_COLOR");
        return isInteractive() && (noColour == null || noColour.isEmpty()) && !"dumb".equals(System.getenv("TERM"));
    }

    static boolean isInteractive() {
        var console = System.console();
        return console != null && console.isTerminal();
    }
}
