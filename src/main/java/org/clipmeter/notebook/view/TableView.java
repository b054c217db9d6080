package org.clipmeter.notebook.view;

import java.text.NumberFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tech.tablesaw.api.NumberColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;
import tech.tablesaw.columns.numbers.NumberColumnFormatter;

/** A table as HTML and as plain text, shortened so that it stays readable and the notebook file small. */
final class TableView {
    private static final int HTML_ROWS = 20;
    private static final int PLAIN_ROWS = 20;
    private static final int COLUMNS = 40;
    private static final int HTML_CELL = 200;
    private static final int HTML_TEXT = 120_000;
    private static final int NAME = 80;
    private static final int LONGEST_NUMBER = 12;
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
        int most = Math.max(24, Math.min(HTML_CELL, HTML_TEXT / Math.max(1, rows * columns.size())));
        StringBuilder out = new StringBuilder(4096);
        out.append(
                        "<div style=\"overflow-x:auto;max-width:100%\"><table style=\"border-collapse:collapse;margin:0 0 .3em\">")
                .append("<thead><tr>");
        for (Column<?> column : columns) {
            out.append("<th style=\"text-align:").append(side(column)).append(";border-bottom:" + LINE);
            // Otherwise a wide table would squeeze its texts to one word a line.
            out.append(longest(column, rows) > LONG_TEXT ? ";min-width:20em\"" : "\"");
            out.append(" align=\"").append(side(column)).append("\">");
            out.append(Html.escape(cut(column.name(), NAME))).append("</th>");
        }
        out.append("</tr></thead><tbody>");
        for (int row = 0; row < rows; row++) {
            out.append("<tr>");
            for (Column<?> column : columns) {
                out.append("<td style=\"text-align:").append(side(column)).append("\" align=\"");
                out.append(side(column)).append("\">");
                String text = Html.escape(cut(text(column, row), most));
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
            cells.add(cut(oneLine(column.name()), PLAIN_CELL));
            for (int row = 0; row < rows; row++) {
                cells.add(cut(oneLine(text(column, row)), PLAIN_CELL));
            }
            int width = cells.stream().mapToInt(TableView::width).max().orElse(0);
            for (int i = 0; i < cells.size(); i++) {
                String pad = " ".repeat(width - width(cells.get(i)));
                lines.get(i)
                        .append(isNumber(column) ? pad + cells.get(i) : cells.get(i) + pad)
                        .append("  ");
            }
        }
        StringBuilder out = new StringBuilder();
        lines.forEach(line -> out.append(line.toString().stripTrailing()).append('\n'));
        return out.append(footer(rows)).toString();
    }

    private static int width(String text) {
        return text.codePointCount(0, text.length());
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
        if (columns.isEmpty()) {
            footer += ", no columns";
        }
        String name = table.name() == null ? "" : cut(oneLine(table.name()), NAME);
        return name.isBlank() ? footer : name + ": " + footer;
    }

    /**
     * Compares classes, because Tablesaw's type objects are not always the same; this depends on which class is loaded
     * first.
     */
    private static boolean isNumber(Column<?> column) {
        return column instanceof NumberColumn;
    }

    /**
     * The alignment. It is written both as attribute and as style, because some pages drop styles and others drop
     * attributes.
     */
    private static String side(Column<?> column) {
        return isNumber(column) ? "right" : "left";
    }

    /** The value in the column's own format, if it has one; a double without a format would print all its digits. */
    private static String text(Column<?> column, int row) {
        if (column.isMissing(row)) {
            // Tablesaw treats an empty text as missing, but to a reader it is an empty text.
            return column instanceof StringColumn ? "" : MISSING;
        }
        Object value = column.get(row);
        if (value instanceof Long) {
            // Tablesaw's own formatter fails on a LongColumn.
            return String.valueOf(value);
        }
        String text = column.getString(row);
        if (!(value instanceof Number number)) {
            return text;
        }
        // Without a format, a float would print digits that it does not have, and numbers would follow the system's
        // language.
        boolean whole = value instanceof Integer || value instanceof Short;
        NumberColumnFormatter standard =
                whole ? NumberColumnFormatter.ints() : NumberColumnFormatter.floatingPointDefault();
        NumberFormat format = standard.getFormat();
        boolean unformatted = format == null || text.equals(format.format(number));
        if (whole) {
            return unformatted ? String.valueOf(value) : text;
        }
        if (!unformatted && text.length() <= LONGEST_NUMBER) {
            return text;
        }
        String shortest = value.toString();
        return shortest.length() <= LONGEST_NUMBER
                ? shortest.replaceFirst("\\.0$", "")
                : String.format(Locale.ROOT, "%.6g", number.doubleValue());
    }

    private static String oneLine(String text) {
        return Html.visible(text.replaceAll("\\p{Cntrl}+", " "));
    }

    private static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(most - 2)) ? most - 2 : most - 1;
        return text.substring(0, end) + "…";
    }
}
