package io.hmsbridge.server.cli;

import io.hmsbridge.core.problem.ProblemCode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "explain",
        description = "Explain a code such as BRG-2101, and what to do about it; without one, list all codes.")
final class ExplainCommand implements Runnable {

    @Parameters(arity = "0..1", paramLabel = "CODE", description = "The code, as a message shows it.")
    private String code;

    @Mixin
    private Output output;

    @Override
    public void run() {
        var codes = code == null ? List.of(ProblemCode.values()) : List.of(find(code));
        codes.forEach(problem -> output.print(fields(problem), () -> code == null ? oneLine(problem) : whole(problem)));
    }

    private static ProblemCode find(String code) {
        return ProblemCode.find(code)
                .orElseThrow(() -> CommandFailure.invalid("there is no such code; bridge explain lists them all"));
    }

    private static Map<String, Object> fields(ProblemCode problem) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("code", problem.code());
        fields.put("title", problem.title());
        fields.put("explanation", problem.explanation());
        fields.put("mend", problem.mend());
        return fields;
    }

    private static String oneLine(ProblemCode problem) {
        return problem.code() + "  " + problem.title();
    }

    private static String whole(ProblemCode problem) {
        return "%s  %s%n%n%s%n%n%s".formatted(problem.code(), problem.title(), problem.explanation(), problem.mend());
    }
}
