package org.clipmeter.table;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import tech.tablesaw.api.DateTimeColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** A list of results as a table. */
public final class RunTable {
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    private RunTable() {}

    /** A result with its name and the time when it was computed. */
    public record Entry(String name, Overview overview, LocalDateTime when) {}

    /**
     * A row for each result: {@code place} (from 1), {@code name}, {@code model}, {@code precision}, {@code value} (missing
     * if the result has none), {@code evaluated}, {@code total}, {@code images}, {@code when}.
     */
    public static Table of(List<Entry> runs) {
        IntColumn place = NumberFormats.whole("place");
        StringColumn name = StringColumn.create("name");
        StringColumn model = StringColumn.create("model");
        StringColumn precision = StringColumn.create("precision");
        DoubleColumn value = NumberFormats.fixed("value", 4);
        IntColumn evaluated = NumberFormats.whole("evaluated");
        IntColumn total = NumberFormats.whole("total");
        StringColumn images = StringColumn.create("images");
        DateTimeColumn when = DateTimeColumn.create("when");
        when.setPrintFormatter(SECONDS);
        for (Entry run : runs) {
            Overview overview = run.overview();
            place.append(place.size() + 1);
            name.append(run.name());
            model.append(overview.model());
            precision.append(overview.precision());
            Double mean = overview.value();
            if (mean == null) {
                value.appendMissing();
            } else {
                value.append(mean.doubleValue());
            }
            evaluated.append(overview.evaluated());
            total.append(overview.total());
            images.append(overview.images());
            when.append(run.when());
        }
        return Table.create("runs", place, name, model, precision, value, evaluated, total, images, when);
    }
}
