package io.hmsbridge.core.governance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.hmsbridge.api.Recogniser;
import io.hmsbridge.core.governance.Governance.Verdict;
import io.hmsbridge.core.json.ExactJson;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Payloads as large, wide, deep and strange as they come. */
class HugeInputTest {

    private static final String SSN = "ssn 536-90-4399";

    private final PolicyGovernance governance = PolicyGovernance.byDefault();

    @Test
    void aValueAtTheEndOfTenMegabytesIsFound() {
        var text = "nothing to see here, ".repeat(500_000) + SSN;

        assertThat(pass(Map.of("note", text)).payload().get("note").toString()).endsWith("here, ssn ***-**-****");
    }

    @Test
    void everyOneOfTenThousandFieldsIsVetted() {
        var fields = new LinkedHashMap<String, Object>();
        for (int i = 0; i < 10_000; i++) {
            fields.put("note" + i, SSN);
        }

        var pass = pass(fields);

        assertThat(pass.payload()).hasSize(10_000)
                .allSatisfy((_, note) -> assertThat(note).isEqualTo("ssn ***-**-****"));
        assertThat(pass.findings()).as("bounded").hasSize(100);
    }

    @Test
    void whatLiesAThousandLevelsDeepIsFound() {
        Object deep = SSN;
        for (int i = 0; i < 1_000; i++) {
            deep = i % 2 == 0 ? List.of(deep) : Map.of("k", deep);
        }

        assertThat(pass(Map.of("note", deep)).payload().toString()).contains("***-**-****").doesNotContain("4399");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\uD800", "\uDC00", "\uFFFF", "\u0000", "\uD83D\uDE00", "\u202E", "\uFEFF"})
    void invalidAndStrangeUnicodeHidesNothing(String strange) {
        var note = strange + SSN + strange + " " + strange;

        assertThat(pass(Map.of("note", note)).payload().get("note").toString()).contains("***-**-****")
                .doesNotContain("4399");
    }

    @Test
    void whatLooksLikeManyClassesAtOnceLeavesAsNoneOfThem() {
        var digits = "021000021";
        var text = "ssn itin ein dob npi passport phone account routing license " + digits;

        var policy = "{\"note\":\"%s\"}".formatted(text);
        assertThat(ExactJson.writeString(pass(payload(policy)).payload())).doesNotContain(digits);
        assertThat(pass(Map.of("ssn", "4111111111111111")).payload().get("ssn")).isEqualTo("*".repeat(16));
        assertThat(pass(Map.of("routing", "GB82 WEST 1234 5698 7654 32 536-90-4399 a@example.com 10.0.0.1"))
                .payload().get("routing").toString()).doesNotContainPattern("[0-9]");
    }

    @Test
    void aPayloadThatTakesTooLongEndsWithAnException() {
        var late = PolicyGovernance.byDefault().within(Duration.ZERO);

        assertThatThrownBy(() -> late.vet(Governance.EXTERNAL_SYNC, "t", Map.of("note", (SSN + " ").repeat(10_000))))
                .isInstanceOf(VetTimeoutException.class).hasMessageNotContaining("4399");
    }

    @Test
    void whileARecogniserHangsNothingMoreIsBegunAndItGoesOnWhenItIsBack() throws Exception {
        var comesBack = new CountDownLatch(1);
        var asked = new AtomicInteger();
        var late = PolicyGovernance.byDefault().within(Duration.ofMillis(50));
        Recogniser hangs = new Recogniser() {
            @Override
            public String dataClass() {
                return "case-number";
            }

            @Override
            public List<Found> find(String text, String field) {
                asked.incrementAndGet();
                while (comesBack.getCount() > 0) {
                    Thread.onSpinWait(); // whoever interrupts it
                    if (!Thread.interrupted()) {
                        LockSupport.parkNanos(1_000_000);
                    }
                }
                return List.of();
            }
        };
        late.extendBy(() -> new Extensions.Loan(List.of(hangs), List.of(), List.of("cases 1.0.0"), () -> {}));

        for (int i = 0; i < 20; i++) {
            assertThatThrownBy(() -> late.vet(Governance.EXTERNAL_SYNC, "t", Map.of("note", "x")))
                    .isInstanceOf(VetTimeoutException.class);
        }
        assertThat(asked).hasValue(1);

        comesBack.countDown();
        await().ignoreExceptions().untilAsserted(() -> assertThat(
                late.within(Duration.ofSeconds(5)).vet(Governance.EXTERNAL_SYNC, "t", Map.of("note", "x")))
                .isInstanceOf(Verdict.Pass.class));
    }

    private Verdict.Pass pass(Map<String, Object> payload) {
        return (Verdict.Pass) governance.vet(Governance.EXTERNAL_SYNC, "t", payload);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> payload(String json) {
        return (Map<String, Object>) ExactJson.read(json);
    }
}
