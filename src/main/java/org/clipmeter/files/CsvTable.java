package org.clipmeter.files;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A CSV text with a header. The separator (comma, semicolon, tab or bar) is found from the header, or from a first line such
 * as {@code sep=;}, which spreadsheets write and hide.
 */
public final class CsvTable {
    /**
     * A row below the header that is not blank.
     *
     * @param where the row's place for a message: {@code row 3} as a spreadsheet counts, with its line if that differs
     * @param cells one per column of the header; empty if there is a problem
     * @param problem why the row can't be used; null if it can
     */
    public record Row(
            String where, List<String> cells, @Nullable String problem) {
        /** Copies the cells. */
        public Row {
            cells = List.copyOf(cells);
        }
    }

    private static final List<Character> SEPARATORS = List.of(',', ';', '\t', '|');

    private final List<String> names;
    private final List<Row> rows;

    private CsvTable(List<String> names, List<Row> rows) {
        this.names = List.copyOf(names);
        this.rows = List.copyOf(rows);
    }

    /**
     * Reads a text.
     *
     * @param wanted whether the caller can use a header, given as its names, stripped and in lower case
     * @return null if no separator gives such a header
     */
    public static @Nullable CsvTable read(String text, Predicate<List<String>> wanted) {
        Start start = Start.of(text);
        Character separator = start.candidates()
                .filter(candidate -> wanted.test(start.names(candidate)))
                .max(Comparator.comparingInt(candidate -> start.names(candidate).size()))
                .orElse(null);
        if (separator == null) {
            return null;
        }
        List<CsvRows.Row> all = CsvRows.read(start.body, separator, start.linesBefore);
        if (all.isEmpty() || all.get(0).problem() != null) {
            return null;
        }
        List<String> names = names(all.get(0));
        List<Row> rows = new ArrayList<>();
        for (CsvRows.Row row : all.subList(1, all.size())) {
            int cells = row.cells().size();
            if (row.problem() != null) {
                rows.add(new Row(row.where(), List.of(), row.problem()));
            } else if (cells != names.size()) {
                rows.add(new Row(row.where(), List.of(), "has " + cells + " cells, the header has " + names.size()));
            } else {
                rows.add(new Row(row.where(), row.cells(), null));
            }
        }
        return new CsvTable(names, rows);
    }

    /**
     * A table of cells that come from another kind of file.
     *
     * @param columns the names of the columns
     * @param rows their cells, one for each column
     */
    public static CsvTable of(List<String> columns, List<List<String>> rows) {
        return new CsvTable(
                columns.stream()
                        .map(name -> name.strip().toLowerCase(Locale.ROOT))
                        .toList(),
                IntStream.range(0, rows.size())
                        .mapToObj(i -> new Row("row " + i, rows.get(i), null))
                        .toList());
    }

    /**
     * The names in the first row, split at the separator that gives the most names; for a message about a missing
     * column.
     */
    public static List<String> header(String text) {
        Start start = Start.of(text);
        return start.candidates()
                .map(start::names)
                .max(Comparator.comparingInt(List::size))
                .orElse(List.of());
    }

    /** The rows below the header, in order. */
    public List<Row> rows() {
        return rows;
    }

    /** The index of each column, from 0. If several have the same name, that of the first. */
    public Map<String, Integer> places() {
        Map<String, Integer> places = new LinkedHashMap<>();
        IntStream.range(0, names.size()).forEach(i -> places.putIfAbsent(names.get(i), i));
        return places;
    }

    /** A message for each name that several columns have, by that name. Columns without a name may repeat. */
    public Map<String, String> repeatedNames() {
        Map<String, String> repeated = new LinkedHashMap<>();
        Set<String> seen = new HashSet<>();
        Map<String, Integer> places = places();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            if (!seen.add(name) && !name.isEmpty()) {
                int first = places.getOrDefault(name, 0) + 1;
                repeated.putIfAbsent(
                        name, "has the column \"" + name + "\" twice, as columns " + first + " and " + (i + 1));
            }
        }
        return repeated;
    }

    /** The cells of a column, from the rows that can be used. */
    public List<String> values(int column) {
        return rows.stream()
                .filter(row -> row.problem() == null)
                .map(row -> row.cells().get(column))
                .toList();
    }

    private static List<String> names(CsvRows.Row header) {
        return header.cells().stream()
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .toList();
    }

    /**
     * The beginning of a text.
     *
     * @param stated the separator that a first line such as {@code sep=;} states; null without such a line
     * @param body the text from the header on
     * @param linesBefore the number of lines before it
     */
    private record Start(@Nullable Character stated, String body, int linesBefore) {
        static Start of(String text) {
            int end = CsvRows.endOfLine(text, 0);
            String first = text.substring(0, end).replaceAll("[\r\n\"]", "");
            String name = first.toLowerCase(Locale.ROOT);
            boolean states = name.startsWith("sep=") && (first.length() == 5 || first.length() == 4);
            if (!states) {
                return new Start(null, text, 0);
            }
            return new Start(first.length() == 5 ? first.charAt(4) : ',', text.substring(end), 1);
        }

        Stream<Character> candidates() {
            return stated == null ? SEPARATORS.stream() : Stream.of(stated);
        }

        List<String> names(char separator) {
            CsvRows.Row header = CsvRows.first(body, separator);
            return header.problem() == null ? CsvTable.names(header) : List.of();
        }
    }
}
