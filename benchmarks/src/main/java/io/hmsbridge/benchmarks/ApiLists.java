package io.hmsbridge.benchmarks;

import io.hmsbridge.benchmarks.ServedStep.Begin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.HdrHistogram.ConcurrentHistogram;

/** Every list of the API with everything it takes, on a ledger of ten million events. */
final class ApiLists implements Row {

    private static final int TIMES = 20;
    private static final Pattern MARK = Pattern.compile("\"(after|before)\":\"?([^\",}]+)");

    private Path ledger;

    @Override
    public String name() {
        return "api_lists";
    }

    @Override
    public void run(Rig rig, Options options, Figures figures) throws IOException {
        if (ledger == null) {
            ledger = filled(rig, options, figures);
        }
        try (var run = rig.serveOn(ledger); var api = new ApiConnection(run.ask(new Begin(0)).port())) {
            double worst = 0;
            for (var list : lists(api).entrySet()) {
                var first = System.nanoTime();
                get(api, list.getValue());
                var cold = (System.nanoTime() - first) / 1e6;
                ConcurrentHistogram nanos = Latencies.histogram();
                // What takes seconds is not asked twenty times to learn that.
                for (int i = 0; i < (cold > 1_000 ? 3 : TIMES); i++) {
                    long start = System.nanoTime();
                    get(api, list.getValue());
                    nanos.recordValue(System.nanoTime() - start);
                }
                var latencies = Latencies.of(nanos);
                figures.add("api_lists.first_ms " + list.getKey(), cold);
                figures.add("api_lists.p95_ms " + list.getKey(), latencies.p95());
                worst = Math.max(worst, latencies.p95());
            }
            figures.add("api_lists.worst_p95_ms", worst);
        }
    }

    private static Path filled(Rig rig, Options options, Figures figures) throws IOException {
        var kept = options.ledgerFolder();
        if (kept.isPresent() && Files.isDirectory(kept.get())) {
            return kept.get();
        }
        var made = FullLedger.filled(rig, options, figures);
        try (var run = rig.openOn(made, Setup.posting(1))) {
            run.ask(new Step.Close());
            LedgerFill.fillLists(run.database(), options.ledger());
        } catch (SQLException e) {
            throw new IOException("the ledger could not be filled: " + e.getMessage(), e);
        }
        return kept.isEmpty() ? made : Files.move(made, kept.get());
    }

    /** Each under a name without what differs from run to run. */
    private static Map<String, String> lists(ApiConnection api) throws IOException {
        var lists = new LinkedHashMap<String, String>();
        for (var plain : new String[] {"/v1/events", "/v1/events?limit=1000", "/v1/events?unmatched=true",
            "/v1/packets",
            "/v1/packets?limit=1000", "/v1/packets?target=t0", "/v1/packets?target=masked", "/v1/packets?target=rare",
            "/v1/packets?target=absent", "/v1/packets?target=unknown", "/v1/packets?event=2000000",
            "/v1/packets?key=customer-500", "/v1/packets?key=customer-500&limit=1000", "/v1/packets?key=rare",
            "/v1/packets?key=absent", "/v1/packets?key=customer-500&state=DEAD", "/v1/packets?key=rare&type=absent",
            "/v1/packets?type=" + Load.TYPE, "/v1/packets?type=absent", "/v1/packets?type=absent&target=t0",
            "/v1/packets?state=SENT", "/v1/packets?state=QUEUED", "/v1/packets?state=DEAD",
            "/v1/packets?state=SCHEDULED", "/v1/packets?state=BLOCKED", "/v1/packets?state=DISCARDED",
            "/v1/packets?state=RETRY,SUPERSEDED", "/v1/packets?state=DEAD&type=absent",
            "/v1/packets?state=SENT&target=rare", "/v1/packets?from=2026-01-01T00:00:00Z",
            "/v1/packets?to=2026-01-01T00:00:00Z", "/v1/packets?to=2026-01-01T00:00:00Z&key=customer-500",
            "/v1/packets/dead", "/v1/packets/dead?limit=1000", "/v1/packets/dead?target=t0",
            "/v1/packets/dead?target=absent", "/v1/packets/dead?key=customer-500", "/v1/packets/dead?key=absent",
            "/v1/packets/dead?type=" + Load.TYPE, "/v1/packets/dead?type=absent", "/v1/packets/dead?reason=422",
            "/v1/packets/dead?reason=rare", "/v1/packets/dead?reason=absent", "/v1/packets/scheduled",
            "/v1/packets/scheduled?limit=1000", "/v1/packets/scheduled?target=later",
            "/v1/packets/scheduled?target=absent", "/v1/outbox", "/v1/calendar", "/v1/calendar?days=366", "/v1/targets",
            "/v1/acts", "/v1/acts?limit=1000", "/v1/governance/blocked", "/v1/governance/blocked?limit=1000",
            "/v1/governance/blocked?target=masked", "/v1/governance/blocked?target=absent",
            "/v1/governance/blocked?type=absent", "/v1/governance/blocked?class=pan",
            "/v1/governance/blocked?class=absent", "/v1/governance/policies",
            "/v1/replays", "/v1/mappings", "/v1/plugins", "/v1/tokens"}) {
            lists.put(plain, plain);
        }
        for (var paged : new String[] {"/v1/events?limit=50", "/v1/packets?limit=50", "/v1/acts?limit=50",
            "/v1/packets/dead?limit=50", "/v1/governance/blocked?limit=50"}) {
            var mark = MARK.matcher(get(api, paged));
            if (mark.find()) {
                lists.put(paged + ", next page", paged + "&" + mark.group(1) + "=" + mark.group(2));
            }
        }
        for (var last : new String[] {"/v1/events", "/v1/packets", "/v1/acts"}) {
            lists.put(last + ", last page", last + "?before=1000");
        }
        return lists;
    }

    private static String get(ApiConnection api, String path) throws IOException {
        var answered = api.get(path);
        if (answered.status() != 200) {
            throw new IOException("GET " + path + " was answered " + answered.status() + ": " + answered.text());
        }
        return answered.text();
    }
}
