package org.clipmeter.table;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/** Writes tables for papers and pages: numbers are rounded as a notebook shows them. */
public final class PaperText {
    private static final Pattern NUMBER = Pattern.compile("(-?)([0-9]+)(?:\\.([0-9]+))?(?:e(-?)([0-9]+))?");

    private PaperText() {}

    /**
     * Returns a table in GitHub's Markdown; numbers are aligned to the right, missing values are empty.
     *
     * @param comments lines before the table, which a page does not show
     */
    public static String markdown(Table table, List<String> comments) {
        StringBuilder text = new StringBuilder();
        comments.forEach(comment -> text.append("<!-- ")
                .append(line(comment).replaceAll("-(?=-)", "- "))
                .append(" -->\n"));
        if (!comments.isEmpty()) {
            text.append('\n');
        }
        row(text, table.columnNames().stream().map(PaperText::markdown).toList());
        row(
                text,
                table.columns().stream()
                        .map(column -> column instanceof NumericColumn ? "---:" : "---")
                        .toList());
        for (int i = 0; i < table.rowCount(); i++) {
            int place = i;
            row(
                    text,
                    table.columns().stream()
                            .map(column -> markdown(cell(column, place)))
                            .toList());
        }
        return text.toString();
    }

    private static void row(StringBuilder text, List<String> cells) {
        text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    private static String markdown(String text) {
        return line(text).replaceAll("([\\\\`*_|<\\[\\]&~$])", "\\\\$1");
    }

    /**
     * Returns a table for LaTeX with the packages booktabs and siunitx, whose columns align numbers at the point; missing values
     * are dashes. Texts may have characters outside ASCII, as today's LaTeX reads them.
     *
     * @param comments lines before the table, which LaTeX ignores
     */
    public static String latex(Table table, List<String> comments) {
        StringBuilder text = new StringBuilder();
        comments.forEach(comment -> text.append("% ").append(line(comment)).append('\n'));
        text.append("% \\usepackage{booktabs,siunitx}\n\\begin{tabular}{");
        text.append(table.columns().stream().map(PaperText::specification).collect(Collectors.joining(" ")));
        text.append("}\n\\toprule\n");
        end(text, table.columnNames().stream().map(name -> "{" + latex(name) + "}"));
        text.append("\\midrule\n");
        for (int i = 0; i < table.rowCount(); i++) {
            int place = i;
            end(text, table.columns().stream().map(column -> {
                String cell = cell(column, place);
                boolean number = column instanceof NumericColumn;
                return cell.isEmpty() ? number ? "{--}" : "--" : number ? cell : latex(cell);
            }));
        }
        return text.append("\\bottomrule\n\\end{tabular}\n").toString();
    }

    private static void end(StringBuilder text, Stream<String> cells) {
        text.append(cells.collect(Collectors.joining(" & "))).append(" \\\\\n");
    }

    /** {@code l} for texts; {@code S[table-format=-2.4e-2]} for numbers with as many digits as the longest has. */
    private static String specification(Column<?> column) {
        if (!(column instanceof NumericColumn)) {
            return "l";
        }
        String sign = "";
        String exponentSign = "";
        int whole = 1;
        int decimals = 0;
        int exponent = 0;
        List<String> cells = IntStream.range(0, column.size())
                .mapToObj(i -> cell(column, i))
                .filter(cell -> !cell.isEmpty())
                .toList();
        for (String cell : cells) {
            Matcher number = NUMBER.matcher(cell);
            if (!number.matches()) {
                return "S";
            }
            sign = number.group(1).isEmpty() ? sign : "-";
            whole = Math.max(whole, number.group(2).length());
            decimals = Math.max(decimals, length(number.group(3)));
            exponent = Math.max(exponent, length(number.group(5)));
            exponentSign = length(number.group(4)) == 0 ? exponentSign : "-";
        }
        return "S[table-format=" + sign + whole + (decimals == 0 ? "" : "." + decimals)
                + (exponent == 0 ? "" : "e" + exponentSign + exponent) + "]";
    }

    private static int length(@Nullable String text) {
        return text == null ? 0 : text.length();
    }

    private static String latex(String text) {
        List<String> characters = new ArrayList<>();
        line(text)
                .codePoints()
                .forEach(c -> characters.add(
                        switch (c) {
                            case '\\' -> "\\textbackslash{}";
                            case '~' -> "\\textasciitilde{}";
                            case '^' -> "\\textasciicircum{}";
                            case '<' -> "\\textless{}";
                            case '>' -> "\\textgreater{}";
                            case '|' -> "\\textbar{}";
                            case '&', '%', '$', '#', '_', '{', '}' -> "\\" + Character.toString(c);
                            default -> Character.toString(c);
                        }));
        // Behind the end of a row, LaTeX takes a bracket for a length, and a star for a command of its own.
        boolean isArgument = !characters.isEmpty() && "[*".contains(characters.get(0));
        return (isArgument ? "{}" : "") + String.join("", characters);
    }

    /** A cell as it is shown; empty for a missing value. */
    private static String cell(Column<?> column, int row) {
        return column.isMissing(row) ? "" : column.getString(row);
    }

    /** A text on one line, with a replacement for control characters, which LaTeX refuses. */
    private static String line(String text) {
        return text.replaceAll("\\s+", " ").strip().replaceAll("\\p{Cntrl}", "\ufffd");
    }
}
