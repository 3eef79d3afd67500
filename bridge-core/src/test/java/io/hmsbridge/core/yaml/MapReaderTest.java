package io.hmsbridge.core.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MapReaderTest {

    @Test
    void aGoodMapIsReadAsItsTypes() {
        var document = parse("""
                event: policy.per_diem.updated
                version: 1.10
                port: "8080"
                rate: 68.00
                enabled: true
                retry: {first: 500ms, cap: 10m, max_age: 14d, wait: PT5S, hours: 4h, zero: 0s}
                on_dead: hold
                targets: [payroll, gis]
                only: payroll
                with: {path: /v2/rates, limit: 3}
                windows: [{deny: a}, {deny: b}]
                """);
        var map = document.map();

        assertThat(map.text("event").required()).isEqualTo("policy.per_diem.updated");
        assertThat(map.text("version").required()).isEqualTo("1.10");
        assertThat(map.integer("port").required()).isEqualTo(8080L);
        assertThat(map.decimal("rate").required()).isEqualTo(new BigDecimal("68.00"));
        assertThat(map.flag("enabled").required()).isTrue();
        assertThat(map.choice("on_dead", List.of("skip", "hold")).required()).isEqualTo("hold");
        assertThat(map.texts("targets").required()).containsExactly("payroll", "gis");
        assertThat(map.texts("only").required()).containsExactly("payroll");
        assertThat(map.values("with").required()).isEqualTo(Map.of("path", "/v2/rates", "limit", 3L));
        assertThat(map.children("windows")).extracting(window -> window.text("deny").required())
                .containsExactly("a", "b");
        assertThat(map.text("absent").orElse("default")).isEqualTo("default");
        assertThat(map.child("absent").text("required_there").required()).isEmpty();
        var retry = map.requiredChild("retry");
        assertThat(retry.keys()).extracting(key -> retry.duration(key).required()).containsExactly(
                Duration.ofMillis(500), Duration.ofMinutes(10), Duration.ofDays(14), Duration.ofSeconds(5),
                Duration.ofHours(4), Duration.ZERO);
        assertThat(document.problems().isEmpty()).isTrue();
    }

    @Test
    void everythingWrongIsReportedAtOnceAndInItsPlace() {
        var document = parse("""
                source_evnt: x
                targtes: {}
                retry: {first: 10, cap: -PT5S}
                on_dead: holt
                port: 80.5
                enabled: yes
                list: [a, [b]]
                with: text
                windows: [{deny: a}, b]
                key:
                rate: 130
                """);
        var map = document.map().allowOnly("source_event", "targets", "retry", "on_dead", "port", "enabled", "list",
                "with", "windows", "key", "rate");
        map.text("source_event").required();
        map.requiredChild("targets").text("silent").required();
        map.child("retry").duration("first").required();
        map.child("retry").duration("cap").optional();
        map.choice("on_dead", List.of("skip", "hold")).orElse("skip");
        map.integer("port").required();
        map.flag("enabled").required();
        map.texts("list").required();
        map.child("with").text("silent").required();
        map.children("windows");
        map.text("key").required();
        map.integer("rate").check(rate -> rate <= 100, "`rate` is a percentage", "Write at most 100.").required();
        map.errorAtKey("rate", "nobody knows this rate", "");
        map.warning("port", "this port needs root", "");

        assertThat(document.problems().hasErrors()).isTrue();
        assertThat(document.problems()).hasToString("""
                bridge.yaml:1:1: `source_event` is missing
                bridge.yaml:1:1: `targets` is missing
                bridge.yaml:1:1: unknown key `source_evnt`. Did you mean `source_event`?
                bridge.yaml:2:1: unknown key `targtes`. Did you mean `targets`?
                bridge.yaml:3:16: `first` must be a duration. Write it with a unit, like 500ms, 10s, 5m, 4h or 14d.
                bridge.yaml:3:25: `cap` must be a duration. Write it with a unit, like 500ms, 10s, 5m, 4h or 14d.
                bridge.yaml:4:10: `on_dead` must be one of skip, hold. Did you mean `hold`?
                bridge.yaml:5:1: warning: this port needs root
                bridge.yaml:5:7: `port` must be a whole number
                bridge.yaml:6:10: `enabled` must be true or false
                bridge.yaml:7:7: `list` must be a list of texts
                bridge.yaml:8:7: `with` must be a map
                bridge.yaml:9:22: an item of `windows` must be a map, not text
                bridge.yaml:10:1: `key` has no value
                bridge.yaml:11:1: nobody knows this rate
                bridge.yaml:11:7: `rate` is a percentage. Write at most 100.""");
    }

    @Test
    void whatFollowsFromAnErrorIsNotReportedAgain() {
        var document = parse("targets: *shared\nevent: !tag {a: 1}\n");
        document.map().requiredChild("targets");
        document.map().text("event").required();

        assertThat(document.problems().list()).extracting(Problem::line).containsExactly(1, 2);
    }

    @Test
    void aWarningAloneLeavesTheDocumentUsable() {
        var document = parse("a: 1\n");
        document.map().warning("a", "old", "Use `b`.");

        assertThat(document.problems().hasErrors()).isFalse();
        assertThat(document.problems().isEmpty()).isFalse();
    }

    private static YamlDocument parse(String text) {
        return YamlDocument.parse("bridge.yaml", text.getBytes(StandardCharsets.UTF_8));
    }
}
