package io.hmsbridge.plugins.jdbc.testkit;

import io.hmsbridge.api.Event;
import io.hmsbridge.core.Bridge;
import io.hmsbridge.core.json.ExactJson;
import io.hmsbridge.core.outbox.TargetSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Does what a plugin's README says: its sheet, its tables and its event, by its jar in a running bridge. */
public final class ReadmeRun {

    private final String text;

    private ReadmeRun(String text) {
        this.text = text;
    }

    /** The README of the module that is being tested. */
    public static ReadmeRun ofThisModule() throws IOException {
        return new ReadmeRun(Files.readString(Path.of("README.md")));
    }

    /** The fenced blocks of a language. */
    public List<String> blocks(String language) {
        return Pattern.compile("(?ms)^```" + language + "\n(.*?)^```$").matcher(text).results().map(m -> m.group(1))
                .toList();
    }

    /** Whether the README says this, whatever its line breaks. */
    public boolean says(String sentence) {
        return text.replaceAll("\\s+", " ").contains(sentence.replaceAll("\\s+", " "));
    }

    /**
     * Emits the README's event in a bridge with the README's sheet and the plugin's jar.
     *
     * @param folder an empty one
     * @param target as the sheet names it
     * @return its packets as they ended
     */
    public List<String> run(Path folder, Path jar, TargetSpec target) throws IOException, InterruptedException {
        var plugins = Files.createDirectory(folder.resolve("plugins"));
        Files.copy(jar, plugins.resolve(jar.getFileName()));
        var mappings = Files.createDirectory(folder.resolve("mappings"));
        Files.writeString(mappings.resolve("sheet.yaml"), blocks("yaml").getFirst());
        var ledger = TestPostgres.schema();
        ledger.run("GRANT CREATE ON DATABASE postgres TO " + ledger.name());
        try (var bridge = Bridge.builder().database(ledger.url(), ledger.name(), ledger.password()).mappings(mappings)
                .plugins(plugins).workFolder(folder.resolve("work")).targets(List.of(target.in(List.of("127.0.0.0/8"))))
                .open()) {
            var event = (Map<?, ?>) ExactJson.read(blocks("json").getFirst());
            return bridge.emitAndWait(event(event), Duration.ofSeconds(20)).stream()
                    .map(packet -> packet.toString().replaceAll(" \\([0-9]+ ms\\)$", "")).toList();
        }
    }

    @SuppressWarnings("unchecked") // what ExactJson reads has string keys
    private static Event event(Map<?, ?> json) {
        return Event.of((String) json.get("type"), (Map<String, ?>) json.get("data"));
    }
}
