package io.hmsbridge.server.demo;

import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine.Help.Ansi;

/** For people: numbered scenes, in colour where the terminal has it. */
final class PlainNarrator implements Narrator {

    private final PrintWriter out;
    private final Ansi ansi;

    PlainNarrator(PrintWriter out, Ansi ansi) {
        this.out = out;
        this.ansi = ansi;
    }

    @Override
    public void scene(int number, String title) {
        print("");
        print(styled("bold", number + "  " + title));
    }

    @Override
    public void tell(String what, String text, Map<String, ?> facts) {
        print("   " + switch (what) {
            case "received" -> styled("cyan", text);
            case "packet" -> styled("SENT".equals(facts.get("state")) ? "green" : "yellow", text);
            case "failure" -> styled("red", text);
            default -> text;
        });
    }

    @Override
    public void say(String text) {
        print(text.isEmpty() ? "" : "   " + text);
    }

    @Override
    public void end(boolean asTold, String text, Map<String, ?> facts) {
        print("");
        print(styled(asTold ? "bold,green" : "bold,red", text));
    }

    private String styled(String style, String text) {
        return ansi.enabled() ? ansi.new Text("@|" + style + " " + text.replace("|@", "| @") + "|@").toString() : text;
    }

    private synchronized void print(String line) {
        out.println(line);
        out.flush();
    }
}
