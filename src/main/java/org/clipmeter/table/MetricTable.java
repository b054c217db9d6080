package org.clipmeter.table;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** The metrics of a configuration as a table. */
public final class MetricTable {
    private MetricTable() {}

    /**
     * A metric.
     *
     * @param metric its key, such as {@code clip_score}
     * @param value null if there is none
     * @param evaluated how many images have a value; null if it was not computed
     * @param total how many images there are; null if it was not computed
     * @param status {@code ok}, or why there is no value
     * @param formula what the value is; null if it was not computed
     * @param clipModel the model; null if it was not computed
     * @param prompts what the images were measured against; null if it was not computed
     * @param images where the images come from; null if it was not computed
     */
    public record Entry(
            String metric,
            @Nullable Double value,
            @Nullable Integer evaluated,
            @Nullable Integer total,
            String status,
            @Nullable String formula,
            @Nullable String clipModel,
            @Nullable String prompts,
            @Nullable String images) {}

    /** A row for each metric, with the columns of {@link Entry}; what is null is missing. */
    public static Table of(List<Entry> metrics) {
        StringColumn metric = StringColumn.create("metric");
        DoubleColumn value = NumberFormats.fixed("value", 4);
        IntColumn evaluated = NumberFormats.whole("evaluated");
        IntColumn total = NumberFormats.whole("total");
        StringColumn status = StringColumn.create("status");
        StringColumn formula = StringColumn.create("formula");
        StringColumn model = StringColumn.create("clip_model");
        StringColumn prompts = StringColumn.create("prompts");
        StringColumn images = StringColumn.create("images");
        for (Entry entry : metrics) {
            metric.append(entry.metric());
            NullableCells.append(value, entry.value());
            NullableCells.append(evaluated, entry.evaluated());
            NullableCells.append(total, entry.total());
            status.append(entry.status());
            NullableCells.append(formula, entry.formula());
            NullableCells.append(model, entry.clipModel());
            NullableCells.append(prompts, entry.prompts());
            NullableCells.append(images, entry.images());
        }
        return Table.create("metrics", metric, value, evaluated, total, status, formula, model, prompts, images);
    }
}
