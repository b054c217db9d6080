package org.clipmeter.notebook.view;

import java.text.NumberFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import tech.tablesaw.api.NumberColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;
import tech.tablesaw.columns.numbers.NumberColumnFormatter;

/**
 * A table as HTML and as plain text, shortened so that it stays readable and the notebook file small. The HTML looks the same
 * without the style sheet of a notebook: cells have their own padding, and the columns are those that fit side by side.
 */
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

    /** The width of a page in em, such as an output of JupyterLab in a window of 1200 pixels. */
    private static final double PAGE = 72;

    /** The widths of characters and of what is around them, in em; estimates, as the page's font is unknown. */
    private static final double CHARACTER = 0.56;

    private static final double BOLD_CHARACTER = 0.63;
    private static final double AROUND = 1.2;
    private static final double TEXT = 20;

    /** The most names of columns that are not shown. */
    private static final int NAMES = 12;

    private static final String MISSING = "missing";
    private static final String LINE = "1px solid rgba(128,128,128,.35)";
    private static final String PADDING = "padding:.3em .6em";

    /**
     * A column of the HTML.
     *
     * @param isLong whether its texts may take several lines
     */
    private record Fitting(Column<?> column, boolean isLong) {}

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
        List<Fitting> fitting = fitting(rows);
        int most = Math.max(24, Math.min(HTML_CELL, HTML_TEXT / Math.max(1, rows * fitting.size())));
        StringBuilder out = new StringBuilder(4096);
        out.append(
                        "<div style=\"overflow-x:auto;max-width:100%\"><table cellpadding=\"4\" style=\"border-collapse:collapse;margin:0 0 .3em\">")
                .append("<thead><tr>");
        for (Fitting each : fitting) {
            String side = side(each.column());
            out.append("<th style=\"text-align:").append(side).append(";" + PADDING + ";border-bottom:" + LINE);
            // Otherwise a wide table would squeeze its texts to one word a line.
            out.append(each.isLong() ? ";min-width:20em\"" : "\"");
            out.append(" align=\"").append(side).append("\">");
            out.append(Html.escape(cut(each.column().name(), NAME))).append("</th>");
        }
        out.append("</tr></thead><tbody>");
        for (int row = 0; row < rows; row++) {
            out.append("<tr>");
            for (Fitting each : fitting) {
                Column<?> column = each.column();
                String side = side(column);
                out.append("<td style=\"text-align:").append(side).append(";" + PADDING + ";vertical-align:top");
                out.append(each.isLong() ? ";overflow-wrap:anywhere" : ";white-space:nowrap");
                out.append("\" align=\"").append(side).append("\">");
                String text = Html.escape(cut(text(column, row), most));
                out.append(column.isMissing(row) ? "<em style=\"opacity:.6\">" + text + "</em>" : text);
                out.append("</td>");
            }
            out.append("</tr>");
        }
        return out.append("</tbody></table><div style=\"opacity:.75\">")
                .append(Html.escape(footer(rows, fitting.size())))
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
        return out.append(footer(rows, columns.size())).toString();
    }

    private static int width(String text) {
        return text.codePointCount(0, text.length());
    }

    private static int longest(Column<?> column, int rows) {
        int longest = 0;
        for (int row = 0; row < rows; row++) {
            longest = Math.max(longest, width(text(column, row)));
        }
        return longest;
    }

    /** The first columns, as many as fit on a page side by side. */
    private List<Fitting> fitting(int rows) {
        List<Fitting> fitting = new ArrayList<>();
        double width = 0;
        for (Column<?> column : columns) {
            int longest = longest(column, rows);
            boolean isLong = longest > LONG_TEXT;
            double name = BOLD_CHARACTER * width(cut(column.name(), NAME));
            width += Math.max(name, isLong ? TEXT : CHARACTER * longest) + AROUND;
            if (width > PAGE) {
                break;
            }
            fitting.add(new Fitting(column, isLong));
        }
        return fitting;
    }

    private int shown(int most) {
        return Math.min(table.rowCount(), most);
    }

    private String footer(int rows, int shownColumns) {
        int hidden = table.rowCount() - rows;
        int hiddenColumns = table.columnCount() - shownColumns;
        String footer = hidden > 0 ? "… " + hidden + " more, " : "";
        footer += table.rowCount() + (table.rowCount() == 1 ? " row" : " rows");
        if (hiddenColumns > 0) {
            footer += ", " + hiddenColumns + (hiddenColumns == 1 ? " column" : " columns") + " hidden at the right";
            footer += hiddenColumns > NAMES ? "" : ": " + hiddenNames(shownColumns);
        }
        if (columns.isEmpty()) {
            footer += ", no columns";
        }
        String name = table.name() == null ? "" : cut(oneLine(table.name()), NAME);
        return name.isBlank() ? footer : name + ": " + footer;
    }

    private String hiddenNames(int shownColumns) {
        return table.columnNames().stream()
                .skip(shownColumns)
                .map(name -> cut(oneLine(name), PLAIN_CELL))
                .collect(Collectors.joining(", "));
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
