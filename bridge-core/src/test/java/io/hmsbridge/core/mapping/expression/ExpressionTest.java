package io.hmsbridge.core.mapping.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hmsbridge.api.Event;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionTest {

    private static final BigInteger BEYOND_LONG = BigInteger.TWO.pow(63).add(BigInteger.ONE);

    private final Map<String, Object> data = new HashMap<>(Map.of(
            "rate", 68L, "price", new BigDecimal("62.10"), "name", "Miller", "status", "approved",
            "big", (1L << 53) + 1, "huge", BEYOND_LONG, "long", new BigDecimal("0.123456789012345678"),
            "grades", List.of(Map.of("grade", "A", "rate", 1L), Map.of("grade", "B", "rate", 2L)),
            "tricky", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!"));

    @Test
    void anExpressionSeesTheWholeEvent() {
        assertThat(evaluate("data.status = 'approved' and type = 'a.b' and subject = 'pd'")).isEqualTo(true);
        assertThat(evaluate("data.grades[grade='B'].rate")).isEqualTo(2L);
        assertThat(evaluate("source & '#' & id")).isEqualTo("/s#1");
    }

    @Test
    void nothingAndNullAreTwoThings() {
        data.put("empty", null);

        assertThat(evaluate("data.nowhere")).isEqualTo(Absent.ABSENT);
        assertThat(evaluate("data.empty")).isNull();
    }

    @Test
    void numbersPassThroughAsTheyAre() {
        assertThat(evaluate("data.huge")).isEqualTo(BEYOND_LONG);
        assertThat(evaluate("data.big")).isEqualTo((1L << 53) + 1);
        assertThat(evaluate("data.long")).isEqualTo(new BigDecimal("0.123456789012345678"));
        assertThat(evaluate("{'all': [data.huge, data.price]}"))
                .isEqualTo(Map.of("all", List.of(BEYOND_LONG, new BigDecimal("62.10"))));
        assertThat(evaluate("$string(data.huge)")).isEqualTo(BEYOND_LONG.toString());
    }

    @Test
    void resultsOfArithmeticAreAsOnPaper() {
        assertThat(evaluate("data.rate * 2")).isEqualTo(136L);
        assertThat(evaluate("0.1 + 0.2")).isEqualTo(new BigDecimal("0.3"));
        assertThat(evaluate("$sum(data.grades.rate)")).isEqualTo(3L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"data.huge + 1", "data.big - 1", "-data.big", "data.long * 2", "$sum([data.big])",
        "data.big = 1", "data.huge > 1", "$abs(data.big)"})
    void anOperandThatADoubleCannotHoldIsRefused(String expression) {
        assertThatThrownBy(() -> evaluate(expression)).isInstanceOf(ExpressionException.class)
                .hasMessageContaining("15 digits").hasMessageContaining("$exactAdd");
    }

    @Test
    void aLiteralThatWouldBeRoundedIsRefusedWhenTheSheetIsLoaded() {
        assertThatThrownBy(() -> compile("data.rate + 9007199254740993")).hasMessageContaining("9007199254740993");
        assertThat(evaluate("'9007199254740993' & data.name")).isEqualTo("9007199254740993Miller");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            $exactAdd(data.huge, 1)                      | 9223372036854775810
            $exactSubtract(data.price, '62.1')           | 0.00
            $exactMultiply(data.price, data.rate)        | 4222.80
            $exactDivide(100, 3, 2)                      | 33.33
            $exactDivide(1, 8, 2, 'HALF_EVEN')           | 0.12
            $exactSum([data.price, 0.90, '1.000'])       | 64.000
            $exactRound(2.345, 2)                        | 2.35
            $exactRound(data.long, 4, 'DOWN')            | 0.1234
            $exactCompare(data.huge, '9223372036854775809') | 0
            """)
    void moneyIsComputedExactly(String expression, String result) {
        assertThat(evaluate(expression)).hasToString(result);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "($f := function($x){$f($x + 1)}; $f(1))",
        "($f := function($x){1 + $f($x)}; $f(1))",
        "[1..10000000].($ * 2)",
        "$map([1..1000000], function($x){$x})",
        "($f := function($x, $n){$n = 0 ? $x : $f($x & $x, $n - 1)}; $f('0123456789', 40))",
        "($f := function($x, $n){$n = 0 ? $x : $f($append($x, $x), $n - 1)}; $f([1,2], 40))",
        "($f := function($x, $n){$n = 0 ? $x : $f([$x, $x], $n - 1)}; $f([1,2], 40))",
        "$pad('x', 1000000000)",
        "$replace($pad('', 900000, 'a'), /a/, $pad('', 900000, 'b'))",
        "$join([1..100000].($pad('', 900, 'a')))",
        "$contains(data.tricky, /(a+)+\\1$/)",
        "$match(data.tricky, /(a+a+)+\\1b/)",
        "$replace(data.tricky, /(a*)*\\1b/, 'x')",
        "$split(data.tricky, /(a+a+)+\\1b/)"})
    void whatWouldNotEndOrFitIsEnded(String expression) {
        var compiled = compile(expression);

        assertThatThrownBy(() -> compiled.evaluate(scope())).isInstanceOf(ExpressionException.class)
                .hasMessageNotContaining("aaaa");
    }

    @ParameterizedTest
    @ValueSource(strings = {"$contains(data.tricky, /(a+)+$/)", "$contains(data.tricky, /(a|aa)+$/)",
        "$contains(data.tricky, /^(([a-z])+.)+[A-Z]([a-z])+$/)"})
    void notoriousPatternsAreAnsweredOrEnded(String expression) {
        try {
            assertThat(evaluate(expression)).isEqualTo(false);
        } catch (ExpressionException e) {
            assertThat(e).hasMessageContaining("too many ways to match");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            data.status =                      | Unexpected end
            (data.status                       | Expected
            $uppercas(data.name)               | did you mean $uppercase?
            data.rate * $factr                 | there is no $factr
            $eval('1')                         | $eval is not to be had
            $random()                          | the same event must always make the same packets
            $map(data.grades, $eval)           | $eval is not to be had
            data.name ~> /(a+)+$/              | may only be an argument
            ($r := /x/; $r('x'))               | may only be an argument
            ($match := function($a){$a}; 1)    | cannot be given another meaning
            $map(data.names, $contains)        | can only be called
            $contains(data.name, /(/)          | No terminating /
            $contains(data.name, /a{2,1}/)     | cannot be understood
            """)
    void whatIsWrongIsFoundWhenTheSheetIsLoaded(String expression, String message) {
        assertThatThrownBy(() -> compile(expression)).isInstanceOf(ExpressionException.class)
                .hasMessageContaining(message);
    }

    @Test
    void anAbsurdlyDeepExpressionIsRefused() {
        assertThatThrownBy(() -> compile("(".repeat(4_999) + "1" + ")".repeat(4_999)))
                .isInstanceOf(ExpressionException.class);
        assertThatThrownBy(() -> compile("1" + "+1".repeat(10_000))).hasMessageContaining("10000 characters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"data.name + 1", "$number(data.name)", "data.status < 1", "$uppercase(data.rate)",
        "$exactAdd(data.name, 1)", "$toMillis(data.name)"})
    void aFailureNamesNoValue(String expression) {
        assertThatThrownBy(() -> evaluate(expression)).isInstanceOf(ExpressionException.class)
                .hasMessageNotContaining("Miller").hasMessageNotContaining("approved");
    }

    @Test
    void theClockIsTheEventsSoThatAPacketMadeAgainIsTheSame() {
        assertThat(evaluate("$now()")).isEqualTo("2026-11-24T10:00:00.000Z");
        assertThat(evaluate("$millis()")).isEqualTo(Instant.parse("2026-11-24T10:00:00Z").toEpochMilli());
        assertThat(evaluate("$now('[Y0001]-[M01]')")).isEqualTo("2026-11");
    }

    @Test
    void patternsWorkAsDocumented() {
        assertThat(evaluate("$replace(data.name, /(M)(i)/, '$2$1-$$')")).isEqualTo("iM-$ller");
        assertThat(evaluate("$split('a1b22c', /[0-9]+/)")).isEqualTo(List.of("a", "b", "c"));
        assertThat(evaluate("$match('ab12', /[a-z]([0-9])/).groups[0]")).isEqualTo("1");
        assertThat(evaluate("$contains(data.name, /^Mil/)")).isEqualTo(true);
        assertThat(evaluate("$join(['a','b'], '-')")).isEqualTo("a-b");
        assertThat(evaluate("$pad('7', -3, '0')")).isEqualTo("007");
    }

    @Test
    void aTableIsLookedUpByNameAndKey() {
        var compiled = Expression.compile("$table('units', data.name)", Map.of("units", Map.of("Miller", 12L)));

        assertThat(compiled.evaluate(scope())).isEqualTo(12L);
        assertThat(Expression.compile("$table('units', 'x')", Map.of("units", Map.of())).evaluate(scope()))
                .isEqualTo(Absent.ABSENT);
    }

    @Test
    void aPartSeesItsItem() {
        var part = scope().part(Map.of("grade", "A"), 1);

        assertThat(compile("item.grade & index & data.name").evaluate(part)).isEqualTo("A1Miller");
    }

    @Test
    void oneExpressionServesManyThreadsAtOnce() throws Exception {
        var compiled = compile(
                "($twice := function($x){$x * 2}; $uppercase(data.name) & $string($twice(data.rate)) & $now('[M]'))");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var results = new ArrayList<Future<Object>>();
            for (long i = 0; i < 2_000; i++) {
                var own = new Event("1", "/s", "a.b", "", Instant.parse("2026-11-24T10:00:00Z"),
                        Map.of("name", "n" + i, "rate", i),
                        Map.of());
                results.add(threads.submit(() -> compiled.evaluate(Scope.of(own))));
            }
            for (int i = 0; i < results.size(); i++) {
                assertThat(results.get(i).get()).isEqualTo("N" + i + i * 2 + "11");
            }
        }
    }

    @Test
    void theNamesLookedUpInTheEventAreKnown() {
        assertThat(compile("status = 'x' and data.status = 'y' and data.grades[grade='B'].rate > 1").roots())
                .containsExactly("data", "status");
    }

    private Object evaluate(String expression) {
        return compile(expression).evaluate(scope());
    }

    private static Expression compile(String expression) {
        return Expression.compile(expression, Map.of());
    }

    private Scope scope() {
        return Scope.of(new Event("1", "/s", "a.b", "pd", Instant.parse("2026-11-24T10:00:00Z"), data, Map.of()));
    }
}
