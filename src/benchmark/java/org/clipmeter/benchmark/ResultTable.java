package org.clipmeter.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Comparisons as a Markdown table: medians, with the smallest and largest of the rounds in parentheses. */
final class ResultTable {
    private static final List<String> HEAD =
            List.of("work", "beside", "clipmeter", "the other", "times faster", "target");

    private ResultTable() {}

    static String of(List<TimedComparison> comparisons) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEAD);
        for (TimedComparison comparison : comparisons) {
            String unit = comparison.showsRates() ? "/s" : " s";
            Double target = comparison.target();
            rows.add(List.of(
                    comparison.what(),
                    comparison.reference(),
                    figure(comparison.clipmeterFigure(), unit),
                    figure(comparison.referenceFigure(), unit),
                    figure(comparison.ratio(), "×"),
                    target == null ? "" : "≥ " + number(target) + "×"));
        }
        int[] widths = new int[HEAD.size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        StringBuilder table = new StringBuilder();
        for (int r = 0; r < rows.size(); r++) {
            line(table, rows.get(r), widths);
            if (r == 0) {
                for (int width : widths) {
                    table.append('|').append("-".repeat(width + 2));
                }
                table.append("|\n");
            }
        }
        return table.toString();
    }

    private static void line(StringBuilder table, List<String> row, int[] widths) {
        for (int i = 0; i < widths.length; i++) {
            String cell = row.get(i);
            table.append("| ").append(cell).append(" ".repeat(widths[i] - cell.length() + 1));
        }
        table.append("|\n");
    }

    /** {@code 12.3/s (12.1–12.6)}. */
    static String figure(Spread spread, String unit) {
        return number(spread.median()) + unit + " (" + number(spread.min()) + "–" + number(spread.max()) + ")";
    }

    /** Three significant digits; whole numbers from 100 on. */
    static String number(double value) {
        double size = Math.abs(value);
        String format = size >= 99.95 ? "%.0f" : size >= 9.995 ? "%.1f" : size >= 0.9995 ? "%.2f" : "%.3f";
        return String.format(Locale.ROOT, format, value);
    }
}
