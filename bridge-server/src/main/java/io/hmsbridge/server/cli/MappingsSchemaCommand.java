package io.hmsbridge.server.cli;

import io.hmsbridge.core.mapping.SheetSchema;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "schema", description = "Print the JSON Schema of mapping sheets, for editors.")
final class MappingsSchemaCommand implements Runnable {

    @Mixin
    private Output output;

    @Override
    public void run() {
        output.line(SheetSchema.text().stripTrailing());
    }
}
