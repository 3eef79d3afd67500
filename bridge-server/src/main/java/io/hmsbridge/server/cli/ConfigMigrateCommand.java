package io.hmsbridge.server.cli;

import io.hmsbridge.core.OfflineTargets;
import io.hmsbridge.server.config.ConfigException;
import io.hmsbridge.server.config.ConfigMigration;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "migrate",
        description = "Show which keys have other names now, those of the targets' settings included; and rewrite them.")
final class ConfigMigrateCommand implements Callable<Integer> {

    @Option(names = "--write", description = "Rewrite the files; without it they are only compared.")
    private boolean write;

    @Mixin
    private ConfigOptions options;

    @Mixin
    private Output output;

    @Override
    public Integer call() throws ConfigException, IOException {
        var reader = options.reader();
        var loaded = reader.read(options.file());
        var config = loaded.config();
        boolean any = false;
        try (var targets = new OfflineTargets(config.targets(), config.windows().keySet(), config.plugins().folder(),
                config.plugins().trust(), System::getenv)) {
            for (var migration : ConfigMigration.of(reader.withProfile(options.file()), loaded,
                    targets::formerSettings)) {
                if (!migration.changes().isEmpty()) {
                    any = true;
                    show(migration);
                }
            }
        }
        if (!output.isJson()) {
            output.line(!any ? "Every key has its name of now."
                    : write ? "Rewritten." : "Nothing is written yet; --write does it.");
        }
        return ExitCode.OK;
    }

    private void show(ConfigMigration migration) throws IOException {
        if (output.isJson()) {
            migration.changes().forEach(change -> output.print(fields(migration, change), () -> ""));
        } else {
            output.line(migration.diff().stripTrailing());
        }
        if (write) {
            migration.write();
        }
    }

    private Map<String, Object> fields(ConfigMigration migration, ConfigMigration.Change change) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("file", migration.file().toString());
        fields.put("line", (long) change.line());
        fields.put("before", change.before());
        fields.put("after", change.after());
        fields.put("written", write);
        return fields;
    }
}
