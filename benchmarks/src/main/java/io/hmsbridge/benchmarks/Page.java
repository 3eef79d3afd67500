package io.hmsbridge.benchmarks;

import io.hmsbridge.benchmarks.Figures.Spread;
import java.util.Map;
import java.util.Optional;

/** The figures as a page of its own, with a chart for each that is asked for. */
final class Page {

    private static final int WIDTH = 560;
    private static final int BAR = 18;
    private static final int LEFT = 60;
    private static final int RIGHT = 110;

    private static final String STYLE = """
            body { font: 15px/1.5 system-ui, sans-serif; color: #1d2733; max-width: 46rem; margin: 2rem auto; padding: 0 1rem }
            h1 { font-size: 1.4rem } h2 { font-size: 1rem; margin: 1.6rem 0 .2rem; font-weight: 600 }
            h2 small { font-weight: 400; color: #5b6875 } .short { color: #b3261e } .ok { color: #2e7d32 }
            table { border-collapse: collapse; font-variant-numeric: tabular-nums } td, th { padding: .1rem .8rem .1rem 0; text-align: left }
            td + td { text-align: right } svg { display: block; max-width: 100% } svg text { font: 12px system-ui, sans-serif; fill: #1d2733 }
            .ours { fill: #3f6ea8 } .ideal { fill: #a9b7c6 } .range { stroke: #1d2733 } .asked { stroke: #b3261e; stroke-dasharray: 4 3 }
            """;

    private Page() {}

    static String of(Figures figures, Map<String, ?> about) {
        var page = new StringBuilder("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
                .append("<title>HMS Bridge: benchmarks</title>\n<style>\n").append(STYLE)
                .append("</style></head><body>\n")
                .append("<h1>HMS Bridge: benchmarks</h1>\n<p>Bars are medians, thin lines reach from the lowest to the highest")
                .append(" run, the dashed line is what is asked for.</p>\n");
        for (var asked : Asked.ALL) {
            figures.spread(asked.figure())
                    .ifPresent(ours -> section(page, asked, ours, figures.spread(asked.ideal())));
        }
        page.append("<h2>All figures</h2>\n<table><tr><th></th><th>median</th><th>lowest</th><th>highest</th></tr>\n");
        figures.spreads().forEach((name, spread) -> page.append("<tr><td>").append(escaped(name)).append("</td><td>")
                .append(Asked.number(spread.median())).append("</td><td>").append(Asked.number(spread.min()))
                .append("</td><td>").append(Asked.number(spread.max())).append("</td></tr>\n"));
        page.append("</table>\n<h2>Measured</h2>\n<table>\n");
        about.forEach((name, value) -> page.append("<tr><td>").append(escaped(name)).append("</td><td>")
                .append(escaped(String.valueOf(value))).append("</td></tr>\n"));
        return page.append("</table>\n</body></html>\n").toString();
    }

    private static void section(StringBuilder page, Asked asked, Spread ours, Optional<Spread> ideal) {
        var verdict = asked.isReachedBy(ours.median()) ? "ok" : "short";
        page.append("<h2>").append(escaped(asked.what())).append(" <small>asked ").append(escaped(asked.text()))
                .append("</small> <small class=\"").append(verdict).append("\">").append(verdict)
                .append("</small></h2>\n");
        double most = Math.max(asked.value(), Math.max(ours.max(), ideal.map(Spread::max).orElse(0.0)));
        double scale = (WIDTH - LEFT - RIGHT) / (most > 0 ? most : 1);
        int bars = ideal.isPresent() ? 2 : 1;
        int height = bars * (BAR + 6) + 6;
        page.append(
                "<svg viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\">\n".formatted(WIDTH, height, WIDTH,
                        height));
        bar(page, 0, "ours", ours, scale);
        ideal.ifPresent(spread -> bar(page, 1, "ideal", spread, scale));
        page.append("<line class=\"asked\" x1=\"%1$d\" x2=\"%1$d\" y1=\"0\" y2=\"%2$d\"/>\n</svg>\n".formatted(
                x(asked.value(), scale), height));
    }

    private static void bar(StringBuilder page, int line, String kind, Spread spread, double scale) {
        int y = line * (BAR + 6) + 3;
        int middle = y + BAR / 2;
        page.append("<text x=\"0\" y=\"%d\">%s</text>".formatted(middle + 4, kind));
        page.append("<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/>".formatted(kind, LEFT, y,
                x(spread.median(), scale) - LEFT, BAR));
        page.append(
                "<line class=\"range\" x1=\"%d\" x2=\"%d\" y1=\"%d\" y2=\"%3$d\"/>".formatted(x(spread.min(), scale),
                        x(spread.max(), scale), middle));
        page.append("<text x=\"%d\" y=\"%d\">%s</text>\n".formatted(x(spread.max(), scale) + 8, middle + 4,
                Asked.number(spread.median())));
    }

    private static int x(double value, double scale) {
        return LEFT + (int) Math.round(value * scale);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }
}
