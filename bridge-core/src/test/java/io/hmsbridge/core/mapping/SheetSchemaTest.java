package io.hmsbridge.core.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.hmsbridge.core.json.ExactJson;
import io.hmsbridge.core.mapping.convert.Units;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The schema that editors use says what the reader says. */
class SheetSchemaTest {

    private static final String FULL = """
            source_event: [a.b, c.**]
            description: all there is
            when: data.x = 1
            key: data.id
            zone: UTC
            lookups: {t: {a: 1}, f: f.csv, g: {file: g.csv, key: k, value: v}}
            targets:
              t:
                connector: C
                with: {path: /x}
                when: data.y
                key: item.k
                for_each: data.list
                max_parts: 5
                map: {item.a: a, b: [c, d]}
                set: {e: "1"}
                constants: {f: 2}
                lookup: {a: t, c: {table: t, missing: keep}}
                convert: {a: {type: date, from: iso, to: iso, zone: UTC, width: 12, align: left, pad: "0", overflow: truncate}, c: {scale: 2, rounding: UP, factor: 2, unit: {from: km, to: mi}, trim: true, case: upper}}
                missing: {b: null, e: dead, item.a: {default: 3}}
                delta: full
                form: merge_patch
                order: target
                on_dead: hold
                retry: {first: 1s, cap: 10m, tries: 5, max_age: 14d}
            tests:
              - {name: n, event: {data: {}}, packets: {t: [], u: unchanged, v: "dead: x"}, keys: {t: k}}
            """;

    @Test
    void itAcceptsAllThatASheetCanSay() {
        assertThat(errors(FULL)).isEmpty();
    }

    @Test
    void itRefusesWhatTheReaderRefuses() {
        for (var wrong : Set.of("source_event: a.b", "targets: {}", "source_event: a\ntargets: {t: {map: {}}}",
                "source_event: a\ntargets: {t: {map: {a: b}, form: xml}}",
                "source_event: a\ntargets: {t: {mapp: {a: b}}}",
                "source_event: a\ntargets: {t: {map: {a: b}, convert: {b: {scale: -1}}}}",
                "source_event: a\ntargets: {t: {map: {a: b}, on_dead: wait}}",
                "source_event: a\ntargets: {t: {map: {a: b}, retry: {tries: 0}}}",
                "source_event: a\ntargets: {t: {map: {a: b}, missing: {a: ded}}}")) {
            assertThat(errors(wrong)).as(wrong).isNotEmpty();
            assertThat(SheetFixture.problems(wrong)).as(wrong).isNotEmpty();
        }
    }

    @Test
    void itKnowsTheSameKeys() {
        assertThat(keys("properties")).isEqualTo(Set.of(SheetReader.KEYS));
        assertThat(keys("$defs", "target", "properties")).isEqualTo(Set.of(TargetReader.KEYS));
        assertThat(keys("$defs", "target", "properties", "retry", "properties"))
                .isEqualTo(Set.of(LaneWordsReader.RETRY_KEYS));
        assertThat(keys("$defs", "conversion", "properties")).isEqualTo(Set.of(ConversionReader.KEYS));
        assertThat(Units.names()).isEqualTo(new TreeSet<>((java.util.List<?>) at("$defs", "unit").get("enum")).stream()
                .map(String::valueOf).collect(java.util.stream.Collectors.toSet()));
    }

    private static Set<String> keys(String... path) {
        return at(path).keySet();
    }

    @SuppressWarnings("unchecked") // objects of the schema
    private static Map<String, Object> at(String... path) {
        var value = (Map<String, Object>) ExactJson.read(SheetSchema.text());
        for (var name : path) {
            value = (Map<String, Object>) value.get(name);
        }
        return value;
    }

    private static String errors(String yaml) {
        var schema =
                SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(SheetSchema.text());
        return schema.validate(yaml, InputFormat.YAML).toString().replace("[]", "");
    }
}
