package org.clipmeter.notebook;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/** A table as HTML and as plain text, cut to what a reader and a notebook file can bear. */
final class TableView {
    private static final int HTML_ROWS = 20;
    private static final int PLAIN_ROWS = 20;
    private static final int COLUMNS = 40;
    private static final int HTML_CELL = 200;
    private static final int LONG_TEXT = 25;
    private static final int PLAIN_CELL = 40;
    private static final String MISSING = "missing";
    private static final String LINE = "1px solid rgba(128,128,128,.35)";

    private final Table table;
    private final List<Column<?>> columns;

    TableView(Table table) {
        this.table = table;
        this.columns = table.columns().stream().limit(COLUMNS).toList();
    }

    Output output() {
        return Output.of(plain(), html());
    }

    private String html() {
        int rows = shown(HTML_ROWS);
        StringBuilder out = new StringBuilder(4096);
        out.append(
                        "<div style=\"overflow-x:auto;max-width:100%\"><table style=\"border-collapse:collapse;margin:0 0 .3em\">")
                .append("<thead><tr>");
        for (Column<?> column : columns) {
            out.append("<th style=\"").append(alignment(column)).append(";border-bottom:" + LINE);
            // A wide table would squeeze its texts to a word a line.
            out.append(longest(column, rows) > LONG_TEXT ? ";min-width:20em\">" : "\">");
            out.append(Html.escape(column.name())).append("</th>");
        }
        out.append("</tr></thead><tbody>");
        for (int row = 0; row < rows; row++) {
            out.append("<tr>");
            for (Column<?> column : columns) {
                out.append("<td style=\"").append(alignment(column)).append("\">");
                String text = Html.escape(cut(text(column, row), HTML_CELL));
                out.append(column.isMissing(row) ? "<em style=\"opacity:.6\">" + text + "</em>" : text);
                out.append("</td>");
            }
            out.append("</tr>");
        }
        return out.append("</tbody></table><div style=\"opacity:.75\">")
                .append(Html.escape(footer(rows)))
                .append("</div></div>")
                .toString();
    }

    private String plain() {
        int rows = shown(PLAIN_ROWS);
        List<StringBuilder> lines = new ArrayList<>();
        for (int row = -1; row < rows; row++) {
            lines.add(new StringBuilder());
        }
        for (Column<?> column : columns) {
            List<String> cells = new ArrayList<>();
            cells.add(column.name());
            for (int row = 0; row < rows; row++) {
                cells.add(cut(oneLine(text(column, row)), PLAIN_CELL));
            }
            int width = cells.stream().mapToInt(String::length).max().orElse(0);
            for (int i = 0; i < cells.size(); i++) {
                String pad = " ".repeat(width - cells.get(i).length());
                lines.get(i)
                        .append(isNumber(column) ? pad + cells.get(i) : cells.get(i) + pad)
                        .append("  ");
            }
        }
        StringBuilder out = new StringBuilder();
        lines.forEach(line -> out.append(line.toString().stripTrailing()).append('\n'));
        return out.append(footer(rows)).toString();
    }

    private static int longest(Column<?> column, int rows) {
        int longest = 0;
        for (int row = 0; row < rows; row++) {
            longest = Math.max(longest, text(column, row).length());
        }
        return longest;
    }

    private int shown(int most) {
        return Math.min(table.rowCount(), most);
    }

    private String footer(int rows) {
        int hidden = table.rowCount() - rows;
        int hiddenColumns = table.columnCount() - columns.size();
        String footer = hidden > 0 ? "… " + hidden + " more, " : "";
        footer += table.rowCount() + (table.rowCount() == 1 ? " row" : " rows");
        if (hiddenColumns > 0) {
            footer += ", " + hiddenColumns + " more columns";
        }
        return table.name() == null || table.name().isBlank() ? footer : table.name() + ": " + footer;
    }

    private static boolean isNumber(Column<?> column) {
        ColumnType type = column.type();
        return type == ColumnType.DOUBLE
                || type == ColumnType.FLOAT
                || type == ColumnType.INTEGER
                || type == ColumnType.LONG
                || type == ColumnType.SHORT;
    }

    private static String alignment(Column<?> column) {
        return isNumber(column) ? "text-align:right" : "text-align:left";
    }

    /** The column's own format where it has one; a bare double would print all its digits. */
    private static String text(Column<?> column, int row) {
        if (column.isMissing(row)) {
            return isNumber(column) || column.type() == ColumnType.BOOLEAN ? MISSING : "";
        }
        if (column.type() == ColumnType.LONG) {
            // Tablesaw's own formatter fails on a LongColumn.
            return String.valueOf(column.get(row));
        }
        String text = column.getString(row);
        boolean fraction = column.type() == ColumnType.DOUBLE || column.type() == ColumnType.FLOAT;
        return fraction && text.length() > 12 && column.get(row) instanceof Number number
                ? String.format(Locale.ROOT, "%.6g", number.doubleValue())
                : text;
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\p{Cntrl}+", " ");
    }

    private static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(most - 2)) ? most - 2 : most - 1;
        return text.substring(0, end) + "…";
    }
}
