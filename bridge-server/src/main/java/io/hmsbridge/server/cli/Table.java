package io.hmsbridge.server.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Objects as lines of aligned columns under their names. */
record Table(String empty, List<String> columns) {

    private static final String GAP = "  ";

    /** @param empty what to say if there is nothing */
    static Table of(String empty, String... columns) {
        return new Table(empty, List.of(columns));
    }

    List<String> lines(List<JsonView> objects) {
        if (objects.isEmpty()) {
            return List.of(empty);
        }
        var rows = new ArrayList<List<String>>();
        rows.add(columns.stream().map(column -> column.toUpperCase(Locale.ROOT)).toList());
        objects.forEach(object -> rows.add(columns.stream().map(object::text).toList()));
        var widths = new int[columns.size()];
        rows.forEach(row -> Arrays.setAll(widths, i -> Math.max(widths[i], row.get(i).length())));
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private static String line(List<String> row, int[] widths) {
        var line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length())).append(GAP);
        }
        return line.toString().stripTrailing();
    }
}
