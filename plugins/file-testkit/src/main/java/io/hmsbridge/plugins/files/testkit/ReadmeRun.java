package io.hmsbridge.plugins.files.testkit;

import io.hmsbridge.api.ConnectorFactory;
import io.hmsbridge.api.Event;
import io.hmsbridge.api.Packet;
import io.hmsbridge.core.json.ExactJson;
import io.hmsbridge.core.mapping.Mapped;
import io.hmsbridge.core.mapping.SheetBench;
import io.hmsbridge.testkit.TestPackets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Does what a plugin's README says: its sheet maps its event. */
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

    /** Whether the README says this. */
    public boolean says(String sentence) {
        return text.contains(sentence);
    }

    /** The packet that the README's sheet makes of the README's event. */
    public Packet packet(Path folder, ConnectorFactory factory) throws Exception {
        var sheet = SheetBench.read(Files.writeString(folder.resolve("sheet.yaml"), blocks("yaml").getFirst()));
        var json = (Map<?, ?>) ExactJson.read(blocks("json").getFirst());
        var tried = SheetBench.tryOut(sheet, event(json)).packets().getFirst();
        var with = sheet.sheet().orElseThrow().targets().getFirst().with();
        return switch (tried.result()) {
            case Mapped.Result.Content(var _, Map<?, ?> content, var _) ->
                    new TestPackets(factory).of(fields(content), with);
            default -> throw new AssertionError("the sheet made " + tried);
        };
    }

    private static Event event(Map<?, ?> json) {
        return Event.of((String) json.get("type"), fields((Map<?, ?>) json.get("data")));
    }

    @SuppressWarnings("unchecked") // what ExactJson reads has string keys
    private static Map<String, Object> fields(Map<?, ?> map) {
        return (Map<String, Object>) map;
    }
}
