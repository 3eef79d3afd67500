package io.hmsbridge.server.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "doctor", description = "Check that all that was accepted is accounted for.")
final class DoctorCommand implements Callable<Integer> {

    @Mixin
    private Connection connection;

    @Mixin
    private Output output;

    @Override
    public Integer call() {
        try (var client = connection.client()) {
            var sums = client.get("/v1/ledger/conserved", Map.of());
            boolean holds = sums.is("holds");
            output.print(sums.fields(), () -> """
                    %s events were accepted, of which %s packets were made, and %s again.
                    %s have ended, %s wait, %s are dead: %s""".formatted(sums.text("events"), sums.text("matched"),
                    sums.text("again"), sums.text("ended"), sums.text("pending"), sums.text("dead"),
                    holds ? "nothing is missing." : "THEY DO NOT ADD UP [BRG-9002], events " + sums.text("wrong")));
            return holds ? ExitCode.OK : ExitCode.FAILED;
        }
    }
}
