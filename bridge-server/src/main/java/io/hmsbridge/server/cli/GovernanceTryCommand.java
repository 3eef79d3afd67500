package io.hmsbridge.server.cli;

import io.hmsbridge.core.GovernanceBench;
import io.hmsbridge.core.json.ExactJson;
import io.hmsbridge.core.json.JsonProblem;
import io.hmsbridge.core.problem.ProblemCode;
import io.hmsbridge.server.FolderTrouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "try",
        description = {"Show what a governance policy would do to a packet. Needs no server, and sends nothing.",
            "Exit status 1 if the packet would be blocked."},
        footer = {"", "bridge governance try governance.yaml '{\"note\": \"ssn 536-90-4399\"}'"})
final class GovernanceTryCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "FILE", description = "The policy's file.")
    private Path file;

    @Parameters(index = "1", paramLabel = "EVENT|JSON",
            description = "File with an event, whose data is vetted, or with an object; or the object itself; - reads the"
                    + " standard input.")
    private String input;

    @Option(names = "--target", paramLabel = "NAME", defaultValue = "",
            description = "Who is to have it (default: none that the policy names).")
    private String target;

    @Mixin
    private Output output;

    @Override
    public Integer call() throws IOException {
        var vetted = GovernanceBench.tryOut(Vetting.policy(file), target, content());
        var fields = new LinkedHashMap<String, Object>();
        Vetting.put(fields, vetted);
        output.print(fields, () -> Vetting.forPeople(vetted));
        return vetted.blocked().isEmpty() ? ExitCode.OK : ExitCode.FAILED;
    }

    private Object content() {
        try {
            var json = input.stripLeading().startsWith("{") ? ExactJson.read(input)
                    : ExactJson.read(input.equals("-") ? System.in.readAllBytes() : Files.readAllBytes(Path.of(input)));
            if (json instanceof Map<?, ?> map) {
                return map.containsKey("type") && map.get("data") instanceof Map<?, ?> data ? data : map;
            }
            throw CommandFailure.invalid("what is vetted must be an object");
        } catch (IOException e) {
            throw CommandFailure.invalid("cannot read " + input + ": " + FolderTrouble.reason(e));
        } catch (JsonProblem e) {
            throw new CommandFailure(ExitCode.INVALID, ProblemCode.NOT_JSON, e.getMessage());
        }
    }
}
