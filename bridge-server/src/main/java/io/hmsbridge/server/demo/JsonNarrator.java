package io.hmsbridge.server.demo;

import io.hmsbridge.core.json.ExactJson;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;

/** For programs: one JSON object a line. */
final class JsonNarrator implements Narrator {

    private final PrintWriter out;

    JsonNarrator(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void scene(int number, String title) {
        var facts = new LinkedHashMap<String, Object>();
        facts.put("number", (long) number);
        facts.put("title", title);
        print("scene", facts);
    }

    @Override
    public void tell(String what, String text, Map<String, ?> facts) {
        print(what, facts);
    }

    @Override
    public void say(String text) {}

    @Override
    public void end(boolean asTold, String text, Map<String, ?> facts) {
        var all = new LinkedHashMap<String, Object>(facts);
        all.put("asTold", asTold);
        if (!asTold) {
            all.put("problem", text);
        }
        print("end", all);
    }

    private synchronized void print(String what, Map<String, ?> facts) {
        var line = new LinkedHashMap<String, Object>();
        line.put("what", what);
        line.putAll(facts);
        out.println(ExactJson.writeString(line));
        out.flush();
    }
}
