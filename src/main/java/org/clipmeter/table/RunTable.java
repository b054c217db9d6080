package org.clipmeter.table;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.clipmeter.score.ReportedValue;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.DateTimeColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/** A list of results as a table. */
public final class RunTable {
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    private RunTable() {}

    /**
     * A result with its name and the time when it was computed.
     *
     * @param loadedFrom the file that it was read from; null if it was computed in this session
     */
    public record Entry(
            String name,
            Overview overview,
            LocalDateTime when,
            @Nullable String loadedFrom) {
        /** A result that was computed in this session. */
        public Entry(String name, Overview overview, LocalDateTime when) {
            this(name, overview, when, null);
        }
    }

    /**
     * A row for each result: {@code place} (from 1), {@code name}, {@code model}, {@code precision}, {@code value} (missing
     * if the result has none), {@code evaluated}, {@code total}, {@code images}, {@code when}. If a run of a preset is among them,
     * {@code reported} and {@code reported_as} behind {@code value}: the value by which a package or a paper would report it, and
     * what it is. If a result was read from a file, {@code loaded_from} behind all others names the file.
     */
    public static Table of(List<Entry> runs) {
        IntColumn place = NumberFormats.whole("place");
        StringColumn name = StringColumn.create("name");
        StringColumn model = StringColumn.create("model");
        StringColumn precision = StringColumn.create("precision");
        DoubleColumn value = NumberFormats.fixed("value", 4);
        DoubleColumn reported = NumberFormats.fixed("reported", 4);
        StringColumn reportedAs = StringColumn.create("reported_as");
        IntColumn evaluated = NumberFormats.whole("evaluated");
        IntColumn total = NumberFormats.whole("total");
        StringColumn images = StringColumn.create("images");
        DateTimeColumn when = DateTimeColumn.create("when");
        when.setPrintFormatter(SECONDS);
        StringColumn loadedFrom = StringColumn.create("loaded_from");
        for (Entry run : runs) {
            Overview overview = run.overview();
            place.append(place.size() + 1);
            name.append(run.name());
            model.append(overview.model());
            precision.append(overview.precision());
            NullableCells.append(value, overview.value());
            ReportedValue other = overview.reported();
            NullableCells.append(reported, other == null ? null : other.value());
            NullableCells.append(reportedAs, other == null ? null : described(other));
            evaluated.append(overview.evaluated());
            total.append(overview.total());
            images.append(overview.images());
            when.append(run.when());
            NullableCells.append(loadedFrom, run.loadedFrom());
        }
        List<Column<?>> columns = new ArrayList<>(List.of(place, name, model, precision, value));
        if (runs.stream().anyMatch(run -> run.overview().reported() != null)) {
            columns.addAll(List.of(reported, reportedAs));
        }
        columns.addAll(List.of(evaluated, total, images, when));
        if (runs.stream().anyMatch(run -> run.loadedFrom() != null)) {
            columns.add(loadedFrom);
        }
        return Table.create("runs", columns);
    }

    private static String described(ReportedValue value) {
        return (value.by().isEmpty() ? "" : value.by() + ": ") + "mean over " + value.meanOver() + " of "
                + value.scale().title();
    }
}
