package io.hmsbridge.testkit;

import io.hmsbridge.api.ConnectorFactory;
import io.hmsbridge.api.Previewing;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a connector would send of a packet, by its own word. */
public final class Preview {

    private final ConnectorFactory factory;

    /** @param factory whose connectors are {@link Previewing} */
    public Preview(ConnectorFactory factory) {
        this.factory = factory;
    }

    /**
     * The preview of one packet, by a connector made for that alone.
     *
     * @param settings of the target, as written
     * @param with settings of the use, as in a sheet
     * @param fields names and values in turn
     */
    public String of(Map<String, ?> settings, Map<String, ?> with, Object... fields) throws Exception {
        var content = new LinkedHashMap<String, Object>();
        for (int i = 0; i < fields.length; i += 2) {
            content.put((String) fields[i], fields[i + 1]);
        }
        try (var context = TestContext.of(factory, settings); var connector = factory.create(context)) {
            return ((Previewing) connector).preview(new TestPackets(factory).of(content, with));
        }
    }
}
