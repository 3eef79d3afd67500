package io.hmsbridge.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsSpecTest {

    enum Auth {
        NONE, BEARER
    }

    record Everything(
            @Setting(value = "Where it is.", env = "EVERYTHING_BASE") URI base,
            @Setting(value = "How long to wait.", fallback = "5s") Duration timeout,
            @Setting(value = "How many.", fallback = "3") int count,
            @Setting(value = "How much.", fallback = "0.10") BigDecimal share,
            @Setting(value = "Whether.", fallback = "false") boolean strict,
            @Setting(value = "How to log in.", fallback = "none") Auth auth,
            @Setting("What to log in with.") Optional<Secret> clientSecret,
            @Setting(value = "Where to keep it.", fallback = "out") Path folder,
            @Setting("Which ones.") Optional<List<String>> columns,
            @Setting("What else to say.") Optional<Map<String, String>> headers) {
    }

    record Renamed(@Setting(value = "Where it is.", formerly = {
        "url", "base_url"}) URI base,
            @Setting("Which ones.") Optional<String> columns) {
    }

    record Taken(@Setting("One.") String one, @Setting(value = "Two.", formerly = "one") String two) {
    }

    @Test
    void aSettingCanBeWrittenUnderNamesThatItHadBefore() throws SettingsException {
        var spec = SettingsSpec.of(Renamed.class);

        for (var name : List.of("base", "url", "base_url")) {
            assertThat(spec.read(Map.of(name, "https://hr.example"), _ -> null).as(Renamed.class).base())
                    .isEqualTo(URI.create("https://hr.example"));
        }
        assertThat(spec.formerNames()).containsExactly(Map.entry("url", "base"), Map.entry("base_url", "base"));
        assertThat(spec.entries()).extracting(SettingsSpec.Entry::name).containsExactly("base", "columns");
    }

    @Test
    void aSettingWrittenUnderTwoOfItsNamesIsRefused() {
        var spec = SettingsSpec.of(Renamed.class);

        assertThatThrownBy(() -> spec.read(Map.of("base", "https://a.example", "url", "https://b.example"), _ -> null))
                .hasMessageContaining("'base' is written twice").hasMessageContaining("'url'");
    }

    @Test
    void aFormerNameThatAnotherSettingHasIsRefused() {
        assertThatThrownBy(() -> SettingsSpec.of(Taken.class)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'one'");
    }

    private static final SettingsSpec SPEC = SettingsSpec.of(Everything.class);

    @Test
    void whatIsNotWrittenHasItsDefault() throws SettingsException {
        var settings = SPEC.read(Map.of("base", "https://hr.example/api"), _ -> null).as(Everything.class);

        assertThat(settings).isEqualTo(new Everything(URI.create("https://hr.example/api"), Duration.ofSeconds(5), 3,
                new BigDecimal("0.10"), false,
                Auth.NONE, Optional.empty(), Path.of("out"), Optional.empty(), Optional.empty()));
    }

    @Test
    void everySettingCanBeWritten() throws SettingsException {
        Map<String,
                Object> written = Map.of("base", "https://hr.example", "timeout", "500ms", "count", 7L, "share",
                        new BigDecimal("0.25"), "strict", true,
                        "auth", "bearer", "client_secret", "s3cret", "folder", "/tmp/x", "columns", List.of("a", 1L),
                        "headers", Map.of("X-A", "b"));
        var settings = SPEC.read(written, _ -> null).as(Everything.class);

        assertThat(settings).isEqualTo(new Everything(URI.create("https://hr.example"), Duration.ofMillis(500), 7,
                new BigDecimal("0.25"), true,
                Auth.BEARER, Optional.of(new Secret("s3cret")), Path.of("/tmp/x"), Optional.of(List.of("a", "1")),
                Optional.of(Map.of("X-A", "b"))));
    }

    @Test
    void theEnvironmentStandsInForWhatIsNotWritten() throws SettingsException {
        var environment = Map.of("EVERYTHING_BASE", "https://from.env");

        assertThat(SPEC.read(Map.of(), environment::get).as(Everything.class).base()).hasHost("from.env");
        assertThat(SPEC.read(Map.of("base", "https://from.file"), environment::get).as(Everything.class).base())
                .hasHost("from.file");
    }

    @Test
    void allProblemsAreSaidAtOnceWithTheNamesAndWithoutTheValues() {
        var written = Map.of("timeout", "soon", "count", "many", "auth", "magic", "colour", "s3cret");
        var problems = catchThrowableOfType(SettingsException.class, () -> SPEC.read(written, _ -> null)).problems();

        assertThat(problems).extracting(SettingsException.Problem::setting).containsExactly("colour", "base", "timeout",
                "count", "auth");
        assertThat(problems).extracting(SettingsException.Problem::message).contains("there is no setting 'colour'",
                "'base' is required, here or as the environment variable EVERYTHING_BASE: Where it is.",
                "'timeout' must be a duration such as 500ms, 5s, 10m, 8h or 14d", "'auth' must be one of none, bearer")
                .noneMatch(message -> message.contains("s3cret") || message.contains("magic"));
    }

    @ParameterizedTest
    @CsvSource({"500ms, PT0.5S", "5s, PT5S", "10m, PT10M", "8h, PT8H", "14d, P14D", "PT1M30S, PT1M30S"})
    void durationsAreWrittenAsPeopleSayThem(String written, Duration duration) throws SettingsException {
        assertThat(SPEC.read(Map.of("base", "https://x.example", "timeout", written), _ -> null).as(Everything.class)
                .timeout()).isEqualTo(duration);
    }

    @Test
    void secretsAreNeverShown() throws SettingsException {
        var settings = SPEC.read(Map.of("base", "https://hr.example", "client_secret", "s3cret"), _ -> null);

        assertThat(settings.toString()).doesNotContain("s3cret");
        assertThat(settings.as(Everything.class).toString()).doesNotContain("s3cret");
    }

    @Test
    void aSpecSaysWhatPeopleMustKnow() {
        assertThat(SPEC.entries()).hasSize(10).first()
                .isEqualTo(new SettingsSpec.Entry("base", SettingType.URI, List.of(), "Where it is.", "",
                        "EVERYTHING_BASE", true));
        assertThat(SPEC.entries()).filteredOn(SettingsSpec.Entry::required).hasSize(1);
    }

    record Undocumented(String name) {
    }

    @Test
    void aSettingWithoutDocumentationIsRefused() {
        assertThatThrownBy(() -> SettingsSpec.of(Undocumented.class)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Undocumented.name");
    }
}
