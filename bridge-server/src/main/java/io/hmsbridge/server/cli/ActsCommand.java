package io.hmsbridge.server.cli;

import java.util.LinkedHashMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "acts", description = "List what operators did, newest first.")
final class ActsCommand implements Runnable {

    private static final Table TABLE =
            Table.of("There are no such acts.", "id", "at", "who", "kind", "count", "detail", "why");

    @Mixin
    private Page page;

    @Mixin
    private Connection connection;

    @Mixin
    private Output output;

    @Override
    public void run() {
        var parameters = new LinkedHashMap<String, String>();
        page.addTo(parameters);
        try (var client = connection.client()) {
            var answer = client.get("/v1/acts", parameters);
            output.print(answer.list("acts"), TABLE);
            if (!output.isJson()) {
                Page.tellOfMore(answer, output);
            }
        }
    }
}
