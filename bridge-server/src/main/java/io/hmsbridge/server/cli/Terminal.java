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

    /** Whether whoever sits there wants something done to so many packets; whoever does not sit there must say so beforehand. */
    static boolean consents(String kind, String count) {
        if (count.equals("0")) {
            return true;
        }
        if (!isInteractive()) {
            throw new CommandFailure(ExitCode.INVALID,
                    "this would " + kind + " " + count + " packets: say --yes if that is meant");
        }
        var answer = System.console().readLine("%s %s packets? [y/N] ", kind, count);
        return answer != null && answer.strip().equalsIgnoreCase("y");
    }

    static boolean isInteractive() {
        var console = System.console();
        return console != null && console.isTerminal();
    }
}
