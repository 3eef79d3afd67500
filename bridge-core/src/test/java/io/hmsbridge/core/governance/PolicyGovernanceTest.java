package io.hmsbridge.core.governance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.hmsbridge.core.governance.Governance.Verdict;
import io.hmsbridge.core.json.ExactJson;
import io.hmsbridge.core.yaml.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyGovernanceTest {

    private static final Function<String, String> KEY = Map.of("KEY", "a key of some length")::get;

    @TempDir
    private Path folder;

    @Test
    void theDefaultPolicyMasksWhatIsFoundAndSaysWhere() {
        var pass = passed(PolicyGovernance.byDefault(), "{\"crew\":[{\"notes\":"
                + "\"ssn 536-90-4399 card 4111 1111 1111 1111\"}],\"id\":536904399,\"amount\":12.50,\"name\":\"Ann\"}");
        assertThat(ExactJson.writeString(pass.payload())).isEqualTo("{\"crew\":[{\"notes\":"
                + "\"ssn ***-**-**** card **** **** **** ****\"}],\"id\":536904399,\"amount\":12.50,\"name\":\"Ann\"}");
        assertThat(pass.findings()).map(Finding::toString).containsExactly(
                "ssn in crew[0].notes masked (default)", "credit-card in crew[0].notes masked (default)");
    }

    @Test
    void whatHoldsNothingIsPassedOnAsItIs() {
        var payload =
                payload("{\"id\":7,\"rate\":13,\"at\":\"2026-11-24T10:00:00Z\",\"list\":[1,\"a\"],\"none\":null}");
        assertThat(((Verdict.Pass) vet(PolicyGovernance.byDefault(), payload)).payload()).isSameAs(payload);
    }

    @Test
    void keysAndNumbersAndJsonInTextAreVettedToo() {
        assertThat(defaulted("{\"536-90-4399\":1,\"219-09-9998\":2}"))
                .isEqualTo("{\"***-**-****\":1,\"***-**-****~2\":2}");
        assertThat(defaulted("{\"ssn\":536904399,\"n\":4111111111111111}"))
                .isEqualTo("{\"ssn\":\"*********\",\"n\":\"****************\"}");
        assertThat(defaulted("{\"raw\":\"{\\\"ssn\\\":\\\"536904399\\\",\\\"a\\\":1}\"}"))
                .isEqualTo("{\"raw\":\"{\\\"ssn\\\":\\\"*********\\\",\\\"a\\\":1}\"}");
    }

    @Test
    void theRulesOfATargetGoBeforeThoseForAll() throws IOException {
        var governance = governance("""
                default: allow
                hash_key_env: KEY
                classes:
                  ssn: block
                  credit-card: {action: mask, show: 4}
                  email: hash
                  phone: drop
                fields: {badge: passport}
                targets:
                  payroll: {ssn: allow, passport: mask}
                """);
        var note = "{\"note\":\"ssn 536-90-4399\"}";
        assertThat(passed(governance, note).findings()).isEmpty();
        var elsewhere = governance.vet(Governance.EXTERNAL_SYNC, "mail", payload(note));
        assertThat(elsewhere).isEqualTo(new Verdict.Block(
                "ssn in note blocked (" + folder.resolve("governance.yaml") + ":4:8)"));
        var json =
                ExactJson.writeString(passed(governance, "{\"card\":\"4111 1111 1111 1111\",\"mail\":\"a@example.com\","
                        + "\"home\":\"415-555-2671\",\"badge\":\"B12345\",\"host\":\"10.0.0.1\"}").payload());
        assertThat(json).matches("\\{\"card\":\"\\*{4} \\*{4} \\*{4} 1111\",\"mail\":\"hmac:[0-9a-f]{32}\","
                + "\"badge\":\"\\*{6}\",\"host\":\"10.0.0.1\"}");
        assertThat(ExactJson.writeString(passed(governance, json).payload())).as("vetted anew").isEqualTo(json);
    }

    @Test
    void whatIsAllowedHidesNothingThatIsNot() throws IOException {
        var two = Base64.getEncoder()
                .encodeToString("a@example.com has the ssn 536-90-4399".getBytes(StandardCharsets.UTF_8));
        var note = "{\"note\":\"" + two + "\"}";

        assertThat(vet(governance("classes: {email: allow, ssn: block}\n"), payload(note)))
                .isInstanceOf(Verdict.Block.class);
        assertThat(vet(governance("classes: {email: mask, ssn: block}\n"), payload(note)))
                .isInstanceOf(Verdict.Block.class);
        assertThat(passed(governance("classes: {email: allow, ssn: mask}\n"), note).payload().get("note"))
                .asString().doesNotContain(two).contains("*");
    }

    @Test
    void aPacketOfWhichNothingIsLeftIsBlocked() throws IOException {
        var governance = governance("classes: {phone: drop}\n");
        assertThat(vet(governance, payload("{\"home\":\"415-555-2671\"}"))).isInstanceOfSatisfying(Verdict.Block.class,
                block -> assertThat(block.reason()).startsWith("governance dropped every field: phone in home dropped")
                        .doesNotContain("415"));
    }

    @Test
    void everythingWrongWithAPolicyIsSaidAtOnceWithItsPlace() {
        var problems = PolicyReader.read("governance.yaml", """
                default: masc
                classes:
                  snn: mask
                  ssn: {action: mask, show: 8}
                  email: hash
                  phone: {action: block, show: 2}
                fields: {badge: pasport}
                rules: {}
                """.getBytes(StandardCharsets.UTF_8), _ -> null).problems();
        assertThat(problems).map(Problem::summary).satisfiesExactlyInAnyOrder(
                one -> assertThat(one).startsWith("governance.yaml:1:10: `default` must be one of").contains("mask"),
                one -> assertThat(one).startsWith("governance.yaml:3:3: there is no class `snn`").contains("ssn"),
                one -> assertThat(one)
                        .startsWith("governance.yaml:4:29: a mask that shows 8 characters hides too little"),
                one -> assertThat(one).startsWith("governance.yaml:5:10: `hash` needs a key"),
                one -> assertThat(one).startsWith("governance.yaml:6:32: `show` goes with `mask` only"),
                one -> assertThat(one).startsWith("governance.yaml:7:17: there is no class `pasport`")
                        .contains("passport"),
                one -> assertThat(one).startsWith("governance.yaml:8:1: unknown key `rules`"));
    }

    @Test
    void aKeyThatIsMissingOrShortIsRefused() {
        assertThatThrownBy(() -> governance("hash_key_env: ABSENT\n")).isInstanceOf(PolicyException.class)
                .hasMessageContaining("the environment variable `ABSENT` is not set");
        assertThat(PolicyReader.read("g.yaml", "hash_key_env: K".getBytes(StandardCharsets.UTF_8), _ -> "short")
                .problems())
                .hasSize(1);
    }

    @Test
    void aChangedPolicyIsFollowedAndABadOneIsNot() throws IOException {
        var file = Files.writeString(folder.resolve("governance.yaml"), "default: mask\n");
        try (var governance = PolicyGovernance.follow(file, KEY)) {
            Files.writeString(file, "default: block\n");
            await().untilAsserted(() -> assertThat(vet(governance, payload("{\"a\":\"536-90-4399\"}")))
                    .isInstanceOf(Verdict.Block.class));
            Files.writeString(file, "default: alow\n");
            governance.reload();
            assertThat(vet(governance, payload("{\"a\":\"536-90-4399\"}"))).isInstanceOf(Verdict.Block.class);
            Files.writeString(file, "default: allow\n");
            await().untilAsserted(() -> assertThat(vet(governance, payload("{\"a\":\"536-90-4399\"}")))
                    .isInstanceOf(Verdict.Pass.class));
        }
    }

    private PolicyGovernance governance(String yaml) throws IOException {
        return PolicyGovernance.of(Files.writeString(folder.resolve("governance.yaml"), yaml), KEY);
    }

    private static String defaulted(String json) {
        return ExactJson.writeString(passed(PolicyGovernance.byDefault(), json).payload());
    }

    private static Verdict.Pass passed(Governance governance, String json) {
        return (Verdict.Pass) vet(governance, payload(json));
    }

    private static Verdict vet(Governance governance, Map<String, Object> payload) {
        return governance.vet(Governance.EXTERNAL_SYNC, "payroll", payload);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> payload(String json) {
        return (Map<String, Object>) ExactJson.read(json);
    }
}
