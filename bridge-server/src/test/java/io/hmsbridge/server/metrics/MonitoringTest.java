package io.hmsbridge.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.hmsbridge.core.governance.PolicyGovernance;
import io.hmsbridge.server.support.ApiClient;
import io.hmsbridge.server.support.ServedBridge;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What /metrics says, and that all that is shipped and documented about it speaks of metrics that are there. */
class MonitoringTest {

    private static final Path SHIPPED = Path.of("../distribution/src/main/monitoring");
    private static final Pattern OWN_NAME = Pattern.compile("\\b(bridge|http_server)_[a-z_]+");

    /** Nothing waits here, so nothing has an age, there are no plugins, and nobody asks for outcomes. */
    private static final Set<String> UNSEEN = Set.of("bridge_outbox_oldest_age_seconds", "bridge_plugin_state",
            "bridge_plugin_leaked_loaders", "bridge_certificate_ends_timestamp_seconds",
            "bridge_outcomes_lag_seconds");

    private static ServedBridge server;
    private static ApiClient api;
    private static HttpClient http;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        server = ServedBridge.start(folder, builder -> builder.governance(PolicyGovernance.byDefault())
                .keepFree(folder, 1 << 20));
        api = new ApiClient(server.uri());
        http = HttpClient.newHttpClient();
        emit("rate.changed", 68);
        emit("rate.changed", 69);
        emit("rate.changed", -1); // which is refused for good
        emit("nobody.cares", 1);
        emit("rate.changed", 4_111_111_111_111_111L); // which governance masks
    }

    @AfterAll
    static void stop() {
        http.shutdownNow();
        api.close();
        server.close();
    }

    private static void emit(String type, long rate) throws Exception {
        assertThat(api.post("/v1/events?wait=30s", "application/json",
                "{\"type\":\"%s\",\"data\":{\"rate\":%d}}".formatted(type, rate)).status()).isEqualTo(202);
    }

    private static String scrape(String accept) throws IOException, InterruptedException {
        var answer = http.send(api.request("/metrics").header("Accept", accept).build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }

    private static String scrape() throws IOException, InterruptedException {
        return scrape("*/*");
    }

    @Test
    void eventsAndPacketsAreCountedByTargetAndOutcome() {
        await().untilAsserted(() -> assertThat(scrape().lines())
                .contains("bridge_events_accepted_total 5.0", "bridge_events_unmatched_total 1.0",
                        "bridge_packets_ended_total{state=\"sent\",target=\"payroll\"} 3.0",
                        "bridge_packets_ended_total{state=\"dead\",target=\"payroll\"} 1.0",
                        "bridge_packets_ended_total{state=\"blocked\",target=\"payroll\"} 0.0",
                        "bridge_attempt_duration_seconds_count{outcome=\"sent\",target=\"payroll\"} 3",
                        "bridge_attempt_duration_seconds_count{outcome=\"rejected\",target=\"payroll\"} 1",
                        "bridge_emit_to_sent_seconds_count{target=\"payroll\"} 3",
                        "bridge_emit_to_sent_seconds_bucket{target=\"payroll\",le=\"+Inf\"} 3",
                        "bridge_commit_size_sum{what=\"outcomes\"} 4.0",
                        "bridge_commit_size_sum{what=\"events\"} 5.0",
                        "bridge_governance_findings_total{action=\"mask\",class=\"credit-card\"} 1.0"));
    }

    @Test
    void lanesSheetsAndTheOutboxAreMeasured() {
        await().untilAsserted(() -> assertThat(scrape().lines())
                .contains("bridge_accepting 1.0", "bridge_disk_kept_bytes 1048576.0",
                        "bridge_outbox_packets{state=\"dead\",target=\"payroll\"} 1.0",
                        "bridge_deadline_packets{state=\"missed\",target=\"payroll\"} 0.0",
                        "bridge_lane_state{state=\"running\",target=\"payroll\"} 1.0",
                        "bridge_lane_state{state=\"paused\",target=\"payroll\"} 0.0",
                        "bridge_lane_leased{target=\"payroll\"} 1.0", "bridge_breaker_open{target=\"payroll\"} 0.0",
                        "bridge_lane_in_flight{target=\"payroll\"} 0.0",
                        "bridge_lane_concurrency{target=\"payroll\"} 16.0",
                        "bridge_lane_slowed_rate{target=\"payroll\"} 0.0",
                        "bridge_sheets{state=\"in_force\"} 1.0", "bridge_sheets{state=\"broken\"} 0.0",
                        "bridge_sheet_loads_total{result=\"loaded\"} 1.0",
                        "bridge_plugins{state=\"refused\"} 0.0", "bridge_plugin_refusals_total 0.0",
                        "bridge_plugin_swaps_total 0.0",
                        "bridge_lane_swap_pause_seconds_count{target=\"payroll\"} 0"));
    }

    @Test
    void requestsAreCountedByRouteAndNotByWhatClientsThinkOf() throws Exception {
        api.get("/v1/replays/77");
        api.get("/v1/made/up/path");
        api.send(api.request("/v1/events").method("MADEUP", BodyPublishers.noBody()));
        api.send(api.bare("/v1/events").GET());

        assertThat(requests(scrape()))
                .contains("GET /v1/replays/{id} 404", "GET /* 404", "_OTHER /v1/events 405", "GET /* 401",
                        "POST /v1/events 202")
                .noneMatch(line -> line.contains("made") || line.contains("77"));
    }

    private static List<String> requests(String metrics) {
        var line = Pattern.compile("http_server_request_duration_seconds_count\\{http_request_method=\"(.*)\","
                + "http_response_status_code=\"(.*)\",http_route=\"(.*)\"} .*");
        return metrics.lines().map(line::matcher).filter(m -> m.matches())
                .map(m -> m.group(1) + " " + m.group(3) + " " + m.group(2)).toList();
    }

    @Test
    void whoAsksForOpenMetricsGetsIt() throws Exception {
        assertThat(scrape("application/openmetrics-text;version=1.0.0,text/plain;q=0.5")).endsWith("# EOF\n");
    }

    @Test
    void metricsAskForTheToken() throws Exception {
        assertThat(api.send(api.bare("/metrics").GET()).status()).isEqualTo(401);
    }

    @Test
    void promtoolFindsNothingAmiss() throws Exception {
        assertThat(promtool(scrape(), "check", "metrics")).isEmpty();
    }

    @Test
    void promtoolTakesTheRulesAndTheirTests() throws Exception {
        assertThat(promtool("", "check", "rules", "alerts.yaml")).contains("SUCCESS: 15 rules found");
        assertThat(promtool("", "test", "rules", "alerts.test.yaml")).contains("SUCCESS");
    }

    /** What it prints; it must succeed. */
    private static String promtool(String input, String... arguments) throws Exception {
        assumeThat(System.getenv("PATH").split(":")).as("promtool (Debian package prometheus) is not installed")
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "promtool")));
        var command = new ArrayList<>(List.of("promtool"));
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command).directory(SHIPPED.toFile()).redirectErrorStream(true).start();
        try (var in = process.outputWriter()) {
            in.write(input);
        }
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    @ParameterizedTest
    @ValueSource(strings = {"alerts.yaml", "alerts.test.yaml", "dashboard.json"})
    void whatIsShippedAsksForMetricsThatAreThere(String file) throws Exception {
        var asked = names(Files.readString(SHIPPED.resolve(file)));

        assertThat(asked).isNotEmpty().isSubsetOf(samples());
    }

    @Test
    void theDocumentationListsEveryMetricAndNoOther() throws Exception {
        var documented = Files.readString(Path.of("../docs/monitoring.md")).lines()
                .filter(line -> line.startsWith("| `bridge_") || line.startsWith("| `http_"))
                .map(line -> line.split("`")[1]).collect(Collectors.toCollection(TreeSet::new));
        var there = scrape().lines().filter(line -> line.startsWith("# TYPE ")).map(line -> line.split(" ")[2])
                .filter(name -> OWN_NAME.matcher(name).matches() && !name.endsWith("_max"))
                .collect(Collectors.toCollection(TreeSet::new));

        there.addAll(UNSEEN);
        assertThat(documented).isEqualTo(there);
    }

    @Test
    void theDocumentationListsEveryAlert() throws Exception {
        var alerts = Files.readString(SHIPPED.resolve("alerts.yaml")).lines()
                .filter(line -> line.contains("- alert: ")).map(line -> line.substring(line.indexOf(": ") + 2))
                .toList();
        var documentation = Files.readString(Path.of("../docs/monitoring.md"));

        assertThat(alerts).isNotEmpty().allSatisfy(alert -> assertThat(documentation).contains("| `" + alert + "` |"));
    }

    private static Set<String> names(String text) {
        return OWN_NAME.matcher(text).results().map(match -> match.group())
                .filter(name -> !name.startsWith("http_response")).collect(Collectors.toSet());
    }

    private static Set<String> samples() throws Exception {
        var names = names(scrape());
        names.addAll(UNSEEN);
        return names;
    }
}
