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
import java.util.List;
import java.util.Map;
import java.util.Set;
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
                "ssn in crew[0].notes masked (default)", "credit-card in crew[0].notes masked (default)",
                "name in name allowed (default)");
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
        assertThat(passed(governance, note).findings()).extracting(Object::toString)
                .containsExactly("ssn in note allowed (governance.yaml:10:18)");
        var elsewhere = governance.vet(Governance.EXTERNAL_SYNC, "mail", payload(note));
        assertThat(elsewhere).isInstanceOfSatisfying(Verdict.Block.class, block -> assertThat(block.reason())
                .isEqualTo("ssn in note blocked (governance.yaml:4:8)"));
        var json =
                ExactJson.writeString(passed(governance, "{\"card\":\"4111 1111 1111 1111\",\"mail\":\"a@example.com\","
                        + "\"home\":\"415-555-2671\",\"badge\":\"B12345\",\"host\":\"10.0.0.1\"}").payload());
        assertThat(json).matches("\\{\"card\":\"\\*{4} \\*{4} \\*{4} 1111\",\"mail\":\"hmac:[0-9a-f]{32}\","
                + "\"badge\":\"\\*{6}\",\"host\":\"10.0.0.1\"}");
        assertThat(ExactJson.writeString(passed(governance, json).payload())).as("vetted anew").isEqualTo(json);
    }

    @Test
    void aPolicySaysWhatFieldsHoldByNameAndByPath() throws IOException {
        var governance = governance("""
                classes: {passport: mask, ssn: mask}
                fields: {badge: passport, crew.leader.no: ssn, crew.phone: none, accountNumber: none}
                """);

        assertThat(ExactJson.writeString(passed(governance,
                "{\"badge\":\"B1234\",\"no\":\"12345\",\"accountNumber\":\"1234567\","
                        + "\"crew\":[{\"leader\":{\"no\":\"12345\"},\"phone\":\"x 4711\",\"badge\":\"B1234\"}],\"phone\":\"x 4711\"}")
                .payload()))
                .isEqualTo("{\"badge\":\"*****\",\"no\":\"12345\",\"accountNumber\":\"1234567\","
                        + "\"crew\":[{\"leader\":{\"no\":\"*****\"},\"phone\":\"x 4711\",\"badge\":\"*****\"}],\"phone\":\"* ****\"}");
        assertThat(
                ExactJson.writeString(passed(governance, "{\"crew.0.leader.no\":\"12345\",\"crew.0.badge\":\"B1234\"}")
                        .payload()))
                .as("as a JSON Patch has them")
                .isEqualTo("{\"crew.0.leader.no\":\"*****\",\"crew.0.badge\":\"*****\"}");
        assertThat(passed(governance, "{\"accountNumber\":\"ssn 536-90-4399\"}").payload()).as("content counts")
                .containsEntry("accountNumber", "ssn ***-**-****");
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

    @Test
    void aFieldWhoseClassIsAllowedHidesNothingOfAnother() {
        assertThat(defaulted("{\"name\":\"Ann 536-90-4399\",\"address\":\"card 4111 1111 1111 1111\"}"))
                .isEqualTo("{\"name\":\"Ann ***-**-****\",\"address\":\"card **** **** **** ****\"}");
    }

    @Test
    void whoLooksSeesWhatTheirRoleMay() throws IOException {
        var governance = governance("""
                classes: {ssn: allow}
                views:
                  operator: {email: allow, phone: drop}
                  approver: {secret: mask}
                """);
        var note =
                payload("{\"note\":\"ssn 536-90-4399, a@example.com\",\"home\":\"415-555-2671\",\"password\":\"x1\"}");

        assertThat(shown(governance, "viewer", note)).isEqualTo(
                "{\"note\":\"ssn ***-**-****, *@*******.***\",\"home\":\"***-***-****\",\"password\":\"**\"}");
        assertThat(shown(governance, "operator", note))
                .isEqualTo("{\"note\":\"ssn ***-**-****, a@example.com\",\"password\":\"**\"}");
        assertThat(shown(governance, "approver", note)).contains("536-90-4399", "415-555-2671", "\"**\"");
        assertThat(shown(governance, "admin", note)).isEqualTo(ExactJson.writeString(note));
        assertThatThrownBy(() -> governance("views: {viewr: {ssn: mask}, viewer: {ssn: block}}\n"))
                .hasMessageContaining("there is no role `viewr`").hasMessageContaining("viewer")
                .hasMessageContaining("`block` goes with targets only");
    }

    private static String shown(Governance governance, String role, Map<String, Object> payload) {
        return ExactJson.writeString(((Verdict.Pass) governance.vet(Governance.VIEW, role, payload)).payload());
    }

    @Test
    void targetsWithATagShareTheirRules() throws IOException {
        var governance = governance("""
                default: block
                tags:
                  outside: [mail, "vendor-*"]
                  all: ["*"]
                targets:
                  vendor-good: {ssn: allow}
                  outside: {ssn: {action: mask, show: 4}, email: drop}
                  all: {email: allow}
                """);
        var note = payload("{\"note\":\"ssn 536-90-4399\",\"n\":1}");

        assertThat(governance.vet(Governance.EXTERNAL_SYNC, "vendor-good", note)).isInstanceOfSatisfying(
                Verdict.Pass.class, pass -> assertThat(pass.payload()).isEqualTo(note));
        assertThat(governance.vet(Governance.EXTERNAL_SYNC, "vendor-x", note)).isInstanceOfSatisfying(
                Verdict.Pass.class, pass -> assertThat(pass.payload()).containsEntry("note", "ssn ***-**-4399"));
        assertThat(governance.vet(Governance.EXTERNAL_SYNC, "payroll", note)).isInstanceOf(Verdict.Block.class);
        assertThat(governance.vet(Governance.EXTERNAL_SYNC, "payroll", payload("{\"m\":\"a@example.com\"}")))
                .isInstanceOf(Verdict.Pass.class);
    }

    @Test
    void aRuleThatCanNeverDecideIsRefusedWithItsPlace() {
        assertThatThrownBy(() -> governance("""
                tags: {outside: [mail, "vendor-*"], vendors: ["vendor-a*"], few: [mail, gis]}
                targets:
                  mail: {ssn: block}
                  gis: {ssn: mask}
                  outside: {phone: drop}
                  vendors: {phone: mask, ssn: block}
                  few: {ssn: allow}
                """)).hasMessageContaining("governance.yaml:6:20: this rule cannot be reached")
                .hasMessageContaining("governance.yaml:7:14: this rule cannot be reached")
                .hasMessageNotContaining("6:31");
    }

    @Test
    void aPolicyHasClassesOfItsOwn() throws IOException {
        var governance = governance("""
                custom:
                  badge-number: {form: AA-9999-99, fields: [badge]}
                  docket: {form: "D9999999", checksum: luhn}
                classes: {badge-number: {action: mask, show: 2}, docket: drop}
                """);

        assertThat(ExactJson.writeString(passed(governance,
                "{\"note\":\"badge AB-1234-56, and XAB-1234-56 is none\",\"badge\":\"1234 5\",\"case\":\"D4532016\","
                        + "\"wide\":\"ＡＢ-１２３４-５６\",\"other\":\"D4532015\"}")
                .payload()))
                .isEqualTo("{\"note\":\"badge **-****-56, and XAB-1234-56 is none\",\"badge\":\"***4 5\","
                        + "\"wide\":\"**-****-５６\",\"other\":\"D4532015\"}");
        assertThatThrownBy(() -> governance("custom: {ssn: {form: '999999'}, Bad: {form: 'A9'}, b: {form: A999,"
                + " checksum: crc}, c: {}}\n")).hasMessageContaining("`ssn` cannot name a class")
                .hasMessageContaining("`Bad` cannot name").hasMessageContaining("a form needs 4 signs")
                .hasMessageContaining("`checksum` must be one of none, luhn").hasMessageContaining("`form` is missing");
        assertThat(CustomClass.Checksum.MOD97.holds("GB82 WEST 1234 5698 7654 32")).as("as if it were one").isFalse();
        assertThat(CustomClass.Checksum.MOD97.holds("123456789 12")).isEqualTo(12345678912L % 97 == 1);
        assertThat(CustomClass.Checksum.VERHOEFF.holds("2363")).isTrue();
    }

    @Test
    void theTestsOfAPolicyAreRunAndOneThatFailsRefusesIt() throws IOException {
        var tested = """
                classes: {ssn: block}
                targets: {payroll: {ssn: allow}}
                tests:
                  - name: payroll has it
                    target: payroll
                    content: {note: ssn 536-90-4399}
                    passes: {note: ssn 536-90-4399}
                  - content: {note: ssn 536-90-4399}
                    blocks: ssn
                  - role: viewer
                    content: {note: ssn 536-90-4399}
                    passes: {note: ssn ***-**-****}
                """;
        governance(tested);
        assertThat(PolicyGovernance.test(folder.resolve("governance.yaml"), KEY)).hasSize(3)
                .allSatisfy(result -> assertThat(result.passed()).isTrue());

        assertThatThrownBy(() -> governance(tested.replace("{payroll: {ssn: allow}}", "{payroll: {ssn: mask}}")))
                .hasMessageContaining(
                        "governance.yaml:4:5: the test `payroll has it` fails: expected {\"note\":\"ssn 536")
                .hasMessageContaining("it passes {\"note\":\"ssn ***");
        assertThatThrownBy(() -> governance("tests: [{content: {a: b}}, {role: boss, content: {a: b}, passes: {a: b}},"
                + " {content: {a: b}, blocks: snn}, {passes: {a: b}}]\n"))
                .hasMessageContaining("say what is expected").hasMessageContaining("there is no role `boss`")
                .hasMessageContaining("Did you mean `ssn`?").hasMessageContaining("`content` is missing");
    }

    @Test
    void valuesAreAllowedAndDeniedOneByOneByWhatStandsForThem() throws IOException {
        var plain = governance("hash_key_env: KEY\n");
        var desk = plain.entry("phone", "415-555-2671").text();
        var person = plain.entry("ssn", "536-90-4399").text();
        var spokesman = plain.entry("email", "Press@Example.com").text();
        var governance = governance("""
                hash_key_env: KEY
                classes: {ssn: allow, phone: drop}
                allow:
                  phone: [%s]
                  email: %s
                deny:
                  ssn:
                    - %s
                """.formatted(desk, spokesman, person));

        assertThat(passed(governance,
                "{\"a\":\"call +1 (415) 555-2671\",\"b\":\"press@example.com\",\"c\":\"a@example.com\","
                        + "\"d\":\"call 212-555-0187\",\"e\":\"219-09-9998\"}"))
                .satisfies(pass -> {
                    assertThat(ExactJson.writeString(pass.payload())).isEqualTo("{\"a\":\"call +1 (415) 555-2671\","
                            + "\"b\":\"press@example.com\",\"c\":\"*@*******.***\",\"e\":\"219-09-9998\"}");
                    assertThat(pass.findings()).map(Finding::toString)
                            .contains("phone in a allowed (governance.yaml:4:11)");
                });
        for (var written : List.of("ssn 536-90-4399", "ssn ５３６９０４３９９",
                Base64.getEncoder()
                        .encodeToString("ssn 219-09-9998, ssn 536 90 4399".getBytes(StandardCharsets.UTF_8)))) {
            assertThat(governance.vet(Governance.EXTERNAL_SYNC, "t", Map.of("n", written), Set.of("ssn")))
                    .as("denied even where an approver has released the class: %s", written)
                    .isInstanceOfSatisfying(Verdict.Block.class,
                            block -> assertThat(block.reason()).isEqualTo("ssn in n blocked (governance.yaml:8:7)"));
        }
        assertThat(shown(governance, "viewer", Map.of("n", "536-90-4399, 415-555-2671")))
                .isEqualTo("{\"n\":\"***-**-****, 415-555-2671\"}");
        assertThat(shown(governance, "approver", Map.of("n", "536-90-4399"))).contains("4399");
        assertThat(plain.entry("ssn", "536904399").text()).as("however it is written").isEqualTo(person);
        assertThat(plain.entry("name", "Ann Lee").byContent()).isFalse();
        assertThat(person)
                .doesNotContain(new HashKey(KEY.apply("KEY")).hash(DataClass.SSN, "536-90-4399").substring(5));
    }

    @Test
    void whatIsWrongWithAListIsSaidWithItsPlaceAndWithoutTheValue() {
        var entry = "listed:" + "0".repeat(32);
        assertThatThrownBy(() -> governance("""
                hash_key_env: KEY
                allow:
                  phome: [%1$s]
                  email: [%1$s, a@example.com, %1$s]
                deny: {ssn: 536-90-4399}
                """.formatted(entry))).hasMessageContaining("governance.yaml:3:3: there is no class `phome`")
                .hasMessageContaining("Did you mean `phone`?")
                .hasMessageContaining("governance.yaml:4:52: this is no entry of a list")
                .hasMessageContaining("governance.yaml:4:67: this entry stands here twice")
                .hasMessageContaining("governance.yaml:5:13: this is no entry of a list")
                .hasMessageContaining("bridge governance entry").hasMessageNotContaining("4399")
                .hasMessageNotContaining("a@example");
        assertThatThrownBy(() -> governance("allow: {ssn: " + entry + "}\n"))
                .hasMessageContaining("governance.yaml:1:1: `allow` needs a key");
        assertThatThrownBy(() -> governance("hash_key_env: KEY\n").entry("email", "no address"))
                .hasMessage("this is no email, and would never be taken for one");
        assertThatThrownBy(() -> governance("{}\n").entry("email", "a@example.com"))
                .hasMessageContaining("hash_key_env");
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
