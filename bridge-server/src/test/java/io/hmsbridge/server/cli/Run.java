package io.hmsbridge.server.cli;

import io.hmsbridge.core.json.ExactJson;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;

/** What a command came to that was run in this process. */
record Run(int exitCode, String out, String err) {

    static Run run(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        int exitCode = BridgeCli.commandLine(false).setOut(new PrintWriter(out)).setErr(new PrintWriter(err))
                .execute(arguments);
        return new Run(exitCode, out.toString(), err.toString());
    }

    @SuppressWarnings("unchecked") // what was printed is an object
    Map<String, Object> object() {
        return (Map<String, Object>) ExactJson.read(out);
    }

    /** Of what was printed each line is one. */
    @SuppressWarnings("unchecked")
    List<Map<String, Object>> objects() {
        return out.lines().map(line -> (Map<String, Object>) ExactJson.read(line)).toList();
    }
}
