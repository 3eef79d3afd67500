package io.hmsbridge.core.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The report of what a new version of a sheet changes. */
class SheetChangesTest {

    private static final String SHEET = """
            source_event: a.b
            lookups: {sites: {ny: New York}}
            targets:
              t:
                connector: C
                map: {x: n, site: site}
                set: {now: "data.y"}
                convert: {n: {scale: 2}}
                lookup: {site: sites}
                missing: {x: omit}
            """;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '#', value = {
        "source_event: a.b | source_event: [a.b, c] | source_event a.b → a.b, c",
        "source_event: a.b | {source_event: a.b, when: data.x > 1} | when",
        "connector: C | connector: D | t: connector",
        "connector: C | {connector: C, with: {path: /v2}} | t: with",
        "connector: C | {connector: C, delta: full} | t: delta",
        "connector: C | {connector: C, on_dead: hold} | t: on_dead",
        "{x: n, site: site} | {x: n, site: site, z: z} | t: +z",
        "{x: n, site: site} | {x: n, z: site} | t: ~site",
        "data.y | data.z | t: ~now",
        "scale: 2 | scale: 3 | t: ~n",
        "New York | NY | t: ~site",
        "x: omit | x: dead | t: ~n",
        "  t: | mode: shadow | t: mode"})
    void everyDifferenceIsNamed(String before, String now, String changes) {
        var changed = now.startsWith("{") && !before.startsWith("{")
                ? SHEET.replace(before, flat(now, indent(before))) : now.startsWith("mode")
                        ? now + "\n" + SHEET : SHEET.replace(before, now);

        assertThat(changes(SHEET, changed)).isEqualTo(changes);
    }

    @Test
    void targetsComeAndGoAndCommentsAreNoChange() {
        assertThat(changes(SHEET, SHEET.replace("  t:", "  u:"))).isEqualTo("target +u; target -t");
        assertThat(changes(SHEET, "# why\n" + SHEET)).isEmpty();
    }

    /** Several keys for one line. */
    private static String flat(String keys, String indent) {
        return keys.substring(1, keys.length() - 1).replaceFirst(", ", "\n" + indent);
    }

    private static String indent(String key) {
        return key.startsWith("connector") ? "    " : "";
    }

    private static String changes(String before, String now) {
        return SheetChanges.between(read(before), read(now));
    }

    private static MappingSheet read(String sheet) {
        var reading = SheetReader.read("s.yaml", sheet.getBytes(StandardCharsets.UTF_8));
        assertThat(reading.problems()).isEmpty();
        return reading.draft();
    }
}
