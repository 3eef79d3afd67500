package io.hmsbridge.benchmarks.faults;

import io.hmsbridge.benchmarks.faults.FaultOptions.Chosen;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The program that the {@code benchmarks/faults} script runs. */
public final class Campaign {

    private static final int HOLDS = 0;
    private static final int VIOLATED = 1;
    private static final int USAGE = 2;
    private static final String DISK = "size=250m,mode=755";

    private final Path folder;
    private final PrintStream out;
    private final AtomicReference<Scene> running = new AtomicReference<>();
    private volatile boolean stopped;

    private Campaign(Path folder, PrintStream out) {
        this.folder = folder;
        this.out = out;
    }

    /** Runs in the folder that the system property {@code bench.folder} names, and ends the process. */
    public static void main(String[] args) throws Exception {
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        var err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(args, Path.of(System.getProperty("bench.folder", "bench")), out, err));
    }

    /** Returns 0; 1 if a promise was broken, or a row did not come to its end; 2 after saying what is wrong with the options. */
    static int run(String[] args, Path folder, PrintStream out, PrintStream err) throws Exception {
        var options = new FaultOptions();
        var line = new CommandLine(options);
        Map<String, Chosen> rows;
        try {
            line.parseArgs(args);
            if (options.wantsHelp()) {
                line.usage(out);
                return HOLDS;
            }
            rows = options.rows();
            options.checkFiles();
        } catch (ParameterException e) {
            err.println(e.getMessage());
            line.usage(err);
            return USAGE;
        }
        var campaign = new Campaign(folder, out);
        var onSignal = new Thread(campaign::stop, "stop");
        Runtime.getRuntime().addShutdownHook(onSignal);
        var findings = campaign.run(rows, options);
        if (!campaign.stopped) { // else the hook is running
            Runtime.getRuntime().removeShutdownHook(onSignal);
        }
        boolean holds = !findings.isEmpty() && findings.stream().allMatch(Finding::holds);
        out.println(holds ? "Every promise was kept." : "NOT every promise was kept, or could be looked at.");
        return holds ? HOLDS : VIOLATED;
    }

    private List<Finding> run(Map<String, Chosen> rows, FaultOptions options) throws IOException {
        var findings = new ArrayList<Finding>();
        for (var row : rows.entrySet()) {
            long before = System.nanoTime();
            var finding = run(row.getKey(), row.getValue());
            if (stopped) {
                return findings;
            }
            findings.add(finding);
            write(findings, options); // after each row: one that is stopped has said what it found
            out.print(finding.text());
            out.printf("  (%d s)%n", TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - before));
        }
        return findings;
    }

    private static void write(List<Finding> findings, FaultOptions options) throws IOException {
        if (options.json() != null) {
            Files.writeString(options.json(), json(findings));
        }
        if (options.markdown() != null) {
            FaultTable.write(options.markdown(), findings);
        }
    }

    private Finding run(String name, Chosen chosen) throws IOException {
        var own = Files.createDirectories(folder.resolve(name.replace(' ', '-')));
        boolean disk = chosen.fault() instanceof DatabaseFaults.DiskFull;
        try {
            if (disk) {
                mount(own);
            }
            try (var scene = Scene.in(own, chosen.fault().plan())) {
                running.set(scene);
                return chosen.fault().happen(scene.begin(), name, chosen.times());
            } finally {
                if (disk) {
                    run("umount", Scene.disk(own).toString());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Finding.failed(name, "it was interrupted");
        } catch (Exception e) {
            return Finding.failed(name, e.getClass().getSimpleName() + ": " + e.getMessage());
        }
    }

    private static void mount(Path own) throws IOException, InterruptedException {
        var disk = Files.createDirectories(Scene.disk(own));
        if (!run("mount", "-t", "tmpfs", "-o", DISK, "tmpfs", disk.toString())) {
            throw new IOException("a small disk cannot be mounted, which takes root");
        }
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
    }

    /** Stops everything, whatever it is at. */
    private void stop() {
        stopped = true;
        var scene = running.get();
        if (scene != null) {
            try {
                scene.close();
            } catch (Exception e) {
                out.println("could not stop all of it: " + e.getMessage());
            }
        }
    }

    private static String json(List<Finding> findings) {
        var all = new LinkedHashMap<String, Object>();
        findings.forEach(finding -> all.put(finding.name(), finding.json()));
        all.put("about", Map.of("at", Instant.now().toString(), "processors",
                Runtime.getRuntime().availableProcessors(), "java", System.getProperty("java.vm.version")));
        return JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build().writeValueAsString(all);
    }
}
