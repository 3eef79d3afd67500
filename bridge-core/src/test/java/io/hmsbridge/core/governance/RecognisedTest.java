package io.hmsbridge.core.governance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Holds what is recognised to cases written by hand, and the table in the documentation to what is recognised. */
class RecognisedTest {

    private static final Comparator<DataClass> IN_ORDER =
            Comparator.comparingInt(one -> DataClass.labels().indexOf(one.label()));
    /** Of which less is asked: they have no check digit. */
    private static final Set<DataClass> WEAKER =
            Set.of(DataClass.EMAIL, DataClass.PHONE, DataClass.DOB, DataClass.IP);
    private static final Pattern CASE = Pattern.compile("(-?)([a-z-]+)(?: @(\\w+))?: (.*)");
    private static final Pattern UNSEEN = Pattern.compile("(?<!\\\\)\\\\u([0-9A-F]{4})");

    /** A line of the file. */
    private record Case(String line, DataClass dataClass, Optional<DataClass> field, String text, List<String> wanted) {

        static Case of(String line) {
            var parts = CASE.matcher(line);
            assertThat(parts.matches()).as(line).isTrue();
            var marked = UNSEEN.matcher(parts.group(4))
                    .replaceAll(m -> Character.toString(Integer.parseInt(m.group(1), 16))).replace("\\\\u", "\\u");
            var wanted = Pattern.compile("\\[([^]]*)]").matcher(marked).results().map(m -> m.group(1)).toList();
            assertThat(wanted.isEmpty()).as(line).isEqualTo(!parts.group(1).isEmpty());
            return new Case(line, DataClass.find(parts.group(2)).orElseThrow(),
                    Optional.ofNullable(parts.group(3)).flatMap(Words::ofField),
                    marked.replaceAll("[\\[\\]]", ""), wanted);
        }

        List<String> found() {
            return ContentScan.apart(ContentScan.find(text, field, Budget.NONE)).stream()
                    .filter(match -> match.dataClass().equals(dataClass))
                    .map(match -> text.substring(match.start(), match.end())).toList();
        }
    }

    /** What came of the cases of one class. */
    private static final class Tally {
        private int wanted;
        private int found;
        private int right;

        double recall() {
            return (double) right / wanted;
        }

        double precision() {
            return (double) right / found;
        }

        String row(DataClass dataClass) {
            return String.format(Locale.ROOT, "| %s | %d | %.3f | %.3f |", dataClass.label(), wanted, recall(),
                    precision());
        }
    }

    @Test
    void theCasesWrittenByHandAreTold() throws IOException {
        var tallies = new TreeMap<DataClass, Tally>(IN_ORDER);
        var wrong = new ArrayList<String>();
        for (var one : cases()) {
            var found = one.found();
            var tally = tallies.computeIfAbsent(one.dataClass, _ -> new Tally());
            tally.wanted += one.wanted.size();
            tally.found += found.size();
            tally.right += (int) one.wanted.stream().filter(found::contains).count();
            if (!found.equals(one.wanted)) {
                wrong.add(one.line + "  -> " + found);
            }
        }
        assertThat(cases()).as("cases written by hand").hasSizeGreaterThanOrEqualTo(500);
        assertThat(tallies).allSatisfy((dataClass, tally) -> {
            boolean weak = WEAKER.contains(dataClass);
            assertThat(tally.recall()).as("%s: %s", dataClass.label(), wrong)
                    .isGreaterThanOrEqualTo(weak ? 0.95 : 0.99);
            assertThat(tally.precision()).as("%s: %s", dataClass.label(), wrong)
                    .isGreaterThanOrEqualTo(weak ? 0.90 : 0.98);
        });
        assertThat(tableOf(Path.of("../docs/governance.md")))
                .isEqualTo(tallies.entrySet().stream().map(e -> e.getValue().row(e.getKey())).toList());
    }

    @Test
    void numbersMadeWithASeedAreFoundAndOtherNumbersAreNot() {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            var body = "4" + digits(random, 14);
            var card = body + checkDigit(body);
            assertThat(classes("note " + card + ", paid")).as("seed %d: %s", seed, card)
                    .containsExactly(DataClass.CREDIT_CARD);
            var off = body + (checkDigit(body) + 1 + random.nextInt(9)) % 10;
            assertThat(classes("note " + off + ", paid")).as("seed %d: %s", seed, off).isEmpty();
            var ssn = "%03d-%02d-%04d".formatted(1 + random.nextInt(665), 1 + random.nextInt(99),
                    1 + random.nextInt(9999));
            assertThat(classes(ssn)).as("seed %d: %s", seed, ssn).containsExactly(DataClass.SSN);
            assertThat(classes(ssn.replace("-", ""))).as("seed %d: %s", seed, ssn).isEmpty();
        }
    }

    @Test
    void whateverTheTextIsAMatchLiesWithinIt() {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        var signs = "0123456789 -./()+@:%&#;=_\\u\uD800\u200B５٣①½𝟓abDE中";
        for (int i = 0; i < 20_000; i++) {
            var text = new StringBuilder();
            for (int length = random.nextInt(60); length > 0; length--) {
                text.append(signs.charAt(random.nextInt(signs.length())));
            }
            int end = 0;
            for (var match : ContentScan.apart(ContentScan.find(text.toString(), Optional.empty(), Budget.NONE))) {
                assertThat(match.start()).as("seed %d: %s", seed, text).isGreaterThanOrEqualTo(end);
                assertThat(match.end()).as("seed %d: %s", seed, text).isGreaterThan(match.start());
                end = match.end();
            }
            assertThat(end).as("seed %d: %s", seed, text).isLessThanOrEqualTo(text.length());
        }
    }

    @Test
    void fieldsAreKnownByTheirWholeWords() {
        assertThat(Map.of("employeeSsn", "ssn", "SSN_NO", "ssn", "dateOfBirth", "dob", "firstName", "name", "name",
                "name", "homeAddress", "address", "clientSecret", "secret"))
                .allSatisfy((field, label) -> assertThat(Words.ofField(field).map(DataClass::label)).contains(label));
        assertThat(List.of("id", "amount", "rate", "lesson", "planName", "accountId", "dailyRate", "shipId", "passed",
                "description")).allSatisfy(field -> assertThat(Words.ofField(field)).isEmpty());
    }

    private static List<DataClass> classes(String text) {
        return ContentScan.apart(ContentScan.find(text, Optional.empty(), Budget.NONE)).stream().map(Match::dataClass)
                .toList();
    }

    private static String digits(Random random, int count) {
        var digits = new StringBuilder();
        random.ints(count, 0, 10).forEach(digits::append);
        return digits.toString();
    }

    private static int checkDigit(String body) {
        int sum = 0;
        for (int i = 0; i < body.length(); i++) {
            int digit = body.charAt(body.length() - 1 - i) - '0';
            sum += i % 2 == 0 ? digit * 2 / 10 + digit * 2 % 10 : digit;
        }
        return (10 - sum % 10) % 10;
    }

    private static List<Case> cases() throws IOException {
        try (var in = RecognisedTest.class.getResourceAsStream("/governance/cases.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines()
                    .filter(line -> !line.startsWith("#")).map(Case::of).toList();
        }
    }

    private static List<String> tableOf(Path page) throws IOException {
        try (var lines = Files.lines(page)) {
            return lines.filter(line -> line.matches("\\| [a-z-]+ \\| \\d+ \\| [\\d.]+ \\| [\\d.]+ \\|")).toList();
        }
    }
}
