package io.hmsbridge.benchmarks.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The table in a page, between two comments. Rows that are not measured this time stay. */
final class FaultTable {

    private static final String BEGIN = "<!-- begin of the campaign's table -->";
    private static final String END = "<!-- end of the campaign's table -->";

    private FaultTable() {}

    static void write(Path page, Collection<Finding> findings) throws IOException {
        var lines = Files.readAllLines(page);
        int begin = lines.indexOf(BEGIN);
        int end = lines.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IOException("%s lacks the lines %s and %s".formatted(page, BEGIN, END));
        }
        var rows = new ArrayList<String>();
        lines.subList(begin, end).stream().filter(line -> line.startsWith("| ")).skip(1).forEach(rows::add);
        findings.forEach(finding -> put(rows, finding));
        var table = new ArrayList<>(List.of(Finding.markdownHead().split("\n")));
        table.addAll(rows);
        var text = new ArrayList<>(lines.subList(0, begin + 1));
        text.add("");
        text.addAll(table);
        text.add("");
        text.addAll(lines.subList(end, lines.size()));
        Files.write(page, text);
    }

    private static void put(List<String> rows, Finding finding) {
        var row = finding.markdown().strip();
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).startsWith("| " + finding.name() + " |")) {
                rows.set(i, row);
                return;
            }
        }
        rows.add(row);
    }
}
