package io.hmsbridge.server.cli;

import io.hmsbridge.core.json.ExactJson;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine.Help.Ansi.Text;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How a command prints: for people, or with {@code --json} one object a line. */
final class Output {

    @Option(names = "--json", description = "Print one JSON object a line.")
    private boolean json;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    boolean isJson() {
        return json;
    }

    /** Prints one thing. */
    void print(Map<String, Object> object, Supplier<String> forPeople) {
        line(json ? ExactJson.writeString(object) : forPeople.get());
    }

    /** Prints many things: as they are, or as a table with the chosen columns. */
    void print(List<JsonView> objects, Table table) {
        if (json) {
            objects.forEach(object -> line(ExactJson.writeString(object.fields())));
        } else {
            table.lines(objects).forEach(this::line);
        }
    }

    void line(String text) {
        var out = command.commandLine().getOut();
        out.println(text);
        out.flush();
    }

    /** Writes over the last line of a terminal, which a next call writes over in turn. */
    void overwrite(String text) {
        var err = command.commandLine().getErr();
        err.print("\r\u001b[K" + text);
        err.flush();
    }

    void error(String text) {
        var err = command.commandLine().getErr();
        err.println(text);
        err.flush();
    }

    /** The text in a colour where colours are wanted. */
    String coloured(String colour, String text) {
        Text styled = command.commandLine().getColorScheme().ansi().new Text("@|" + colour + " " + text + "|@");
        return styled.toString();
    }
}
