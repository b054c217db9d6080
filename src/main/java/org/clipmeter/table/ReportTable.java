package org.clipmeter.table;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.clipmeter.report.ReferenceMetric;
import org.clipmeter.report.ReferenceReport;
import org.clipmeter.report.ReportedMetric;
import org.clipmeter.report.TechniqueReports;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/** Reports of the reference as a table. */
public final class ReportTable {
    /** Figures of a metric that have a column of their own, in the order of columns. */
    private static final Map<ReferenceMetric, List<String>> PARTS = Map.of(
            ReferenceMetric.UA_IRA,
            List.of("ua_score", "ira_score"),
            ReferenceMetric.ERR,
            List.of("forgetting", "retention", "adversarial"));

    private ReportTable() {}

    /**
     * A row for each technique: the technique's name, {@code erased} (the concept; missing if the reports do not state it), a column
     * for each metric that a report has, under its key in configurations ({@code clip_score}, {@code ua_ira}, ...; missing
     * where a technique has no value, a value that is known to be wrong, or 0.0 since nothing could be measured; NaN counts as missing), {@code ua_score}, {@code
     * ira_score}, {@code forgetting}, {@code retention} and {@code adversarial} if a report has them, {@code evaluated} and {@code
     * total} (images of {@code clip_score}), {@code clip_model}, {@code prompts} (of {@code clip_score}), {@code generation},
     * {@code computed_by} ({@code reference} or {@code clipmeter}), {@code runs}.
     */
    public static Table of(List<TechniqueReports> techniques) {
        StringColumn technique = StringColumn.create("technique");
        StringColumn erased = StringColumn.create("erased");
        IntColumn evaluated = NumberFormats.whole("evaluated");
        IntColumn total = NumberFormats.whole("total");
        StringColumn model = StringColumn.create("clip_model");
        StringColumn prompts = StringColumn.create("prompts");
        StringColumn generation = StringColumn.create("generation");
        StringColumn computed = StringColumn.create("computed_by");
        StringColumn runs = StringColumn.create("runs");
        for (TechniqueReports row : techniques) {
            ReportedMetric score = row.metric(ReferenceMetric.CLIP_SCORE).orElse(null);
            technique.append(row.technique());
            NullableCells.append(erased, row.erasedConcept());
            NullableCells.append(evaluated, score == null ? null : score.evaluated());
            NullableCells.append(total, score == null ? null : score.total());
            NullableCells.append(model, row.clipModel());
            NullableCells.append(prompts, score == null ? null : row.prompts());
            computed.append(row.computedHere() ? "clipmeter" : "reference");
            generation.append(row.generation().title());
            runs.append(String.join(
                    " ", row.runs().stream().map(ReferenceReport::runId).toList()));
        }
        List<Column<?>> columns = new ArrayList<>(List.of(technique, erased));
        columns.addAll(metrics(techniques));
        columns.addAll(List.of(evaluated, total, model, prompts, generation, computed, runs));
        return Table.create("reports", columns);
    }

    /** The value, also if it is infinite; null if there is none, or a number stands for it. */
    private static @Nullable Double stated(ReportedMetric metric) {
        Double value = metric.value();
        return value == null || Double.isFinite(value) && !metric.usable() ? null : value;
    }

    private static List<Column<?>> metrics(List<TechniqueReports> techniques) {
        Set<String> keys = new LinkedHashSet<>();
        for (ReferenceMetric metric : ReferenceMetric.values()) {
            if (techniques.stream().anyMatch(row -> row.metric(metric).isPresent())) {
                keys.add(metric.key());
            }
        }
        techniques.forEach(row -> keys.addAll(row.metrics().keySet()));
        List<Column<?>> columns = new ArrayList<>();
        for (String key : keys) {
            DoubleColumn values = NumberFormats.fixed(key, 4);
            for (TechniqueReports row : techniques) {
                ReportedMetric metric = row.metrics().get(key);
                NullableCells.append(values, metric == null ? null : stated(metric));
            }
            columns.add(values);
            for (String part : ReferenceMetric.of(key).map(PARTS::get).orElse(List.of())) {
                DoubleColumn figures = NumberFormats.fixed(part, 4);
                for (TechniqueReports row : techniques) {
                    ReportedMetric metric = row.metrics().get(key);
                    NullableCells.append(
                            figures,
                            metric == null || metric.doubt() != null
                                    ? null
                                    : metric.parts().get(part));
                }
                columns.add(figures);
            }
        }
        return columns;
    }
}
