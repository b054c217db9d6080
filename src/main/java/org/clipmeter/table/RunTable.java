package org.clipmeter.table;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.clipmeter.score.ScoreResult;
import tech.tablesaw.api.DateTimeColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Runs as a table. */
public final class RunTable {
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    private RunTable() {}

    /** A run under its name, and when it was done. */
    public record Entry(String name, ScoreResult result, LocalDateTime when) {}

    /**
     * A row for each run: {@code place} (from 1), {@code name}, {@code model}, {@code precision}, {@code value} (missing
     * where nothing could be scored), {@code evaluated}, {@code total}, {@code images}, {@code when}.
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
            ScoreResult result = run.result();
            place.append(place.size() + 1);
            name.append(run.name());
            model.append(result.model().name());
            precision.append(result.model().precision());
            Double mean = result.value();
            if (mean == null) {
                value.appendMissing();
            } else {
                value.append(mean.doubleValue());
            }
            evaluated.append(result.evaluatedCount());
            total.append(result.totalCount());
            images.append(result.pairs().imagesName());
            when.append(run.when());
        }
        return Table.create("runs", place, name, model, precision, value, evaluated, total, images, when);
    }
}
