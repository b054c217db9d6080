package org.clipmeter.table;

import java.util.List;
import org.clipmeter.compare.Mean;
import org.clipmeter.compare.PairedComparison;
import org.clipmeter.compare.Wilcoxon;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Runs compared with a baseline, as a table. */
public final class ComparisonTable {
    private ComparisonTable() {}

    /** A named run and its comparison with the baseline. */
    public record Entry(String name, PairedComparison comparison) {}

    /**
     * A row for each run: {@code run}, {@code n} (prompts that both have scored), {@code baseline_mean}, {@code mean},
     * {@code delta} (mean change), {@code delta_low}, {@code delta_high}, {@code wilcoxon_p}, {@code higher}, {@code
     * equal}, {@code lower} (prompts by the direction of their change), {@code win_rate}, {@code smallest_delta} (minimum
     * detectable effect), {@code mean_low}, {@code mean_high}, {@code wilcoxon_method} (how p was computed, {@link
     * Wilcoxon}; missing like p if every change is zero); see {@link PairedComparison}. The intervals are 95 % BCa
     * bootstrap intervals, which are missing if all values are the same. Scores are logits_per_image.
     */
    public static Table of(List<Entry> entries) {
        StringColumn run = StringColumn.create("run");
        IntColumn n = NumberFormats.whole("n");
        DoubleColumn baselineMean = NumberFormats.fixed("baseline_mean", 4);
        DoubleColumn mean = NumberFormats.fixed("mean", 4);
        DoubleColumn meanLow = NumberFormats.fixed("mean_low", 4);
        DoubleColumn meanHigh = NumberFormats.fixed("mean_high", 4);
        DoubleColumn delta = NumberFormats.fixed("delta", 4);
        DoubleColumn deltaLow = NumberFormats.fixed("delta_low", 4);
        DoubleColumn deltaHigh = NumberFormats.fixed("delta_high", 4);
        DoubleColumn wilcoxonP = NumberFormats.significant("wilcoxon_p");
        StringColumn wilcoxonMethod = StringColumn.create("wilcoxon_method");
        IntColumn higher = NumberFormats.whole("higher");
        IntColumn equal = NumberFormats.whole("equal");
        IntColumn lower = NumberFormats.whole("lower");
        DoubleColumn winRate = NumberFormats.fixed("win_rate", 3);
        DoubleColumn smallestDelta = NumberFormats.fixed("smallest_delta", 4);
        for (Entry entry : entries) {
            PairedComparison comparison = entry.comparison();
            run.append(entry.name());
            n.append(comparison.delta().n());
            baselineMean.append(comparison.baseline().value());
            append(comparison.run(), mean, meanLow, meanHigh);
            append(comparison.delta(), delta, deltaLow, deltaHigh);
            append(comparison.wilcoxon().pValue(), wilcoxonP);
            Wilcoxon.Method method = comparison.wilcoxon().method();
            if (method == null) {
                wilcoxonMethod.appendMissing();
            } else {
                wilcoxonMethod.append(method.toString());
            }
            higher.append(comparison.changes().higher());
            equal.append(comparison.changes().equal());
            lower.append(comparison.changes().lower());
            winRate.append(comparison.changes().winRate());
            append(comparison.smallestDelta(), smallestDelta);
        }
        return Table.create(
                "comparison",
                run,
                n,
                baselineMean,
                mean,
                delta,
                deltaLow,
                deltaHigh,
                wilcoxonP,
                higher,
                equal,
                lower,
                winRate,
                smallestDelta,
                meanLow,
                meanHigh,
                wilcoxonMethod);
    }

    private static void append(Mean mean, DoubleColumn value, DoubleColumn low, DoubleColumn high) {
        Mean.Interval interval = mean.interval();
        value.append(mean.value());
        append(interval == null ? null : interval.low(), low);
        append(interval == null ? null : interval.high(), high);
    }

    private static void append(@Nullable Double value, DoubleColumn column) {
        if (value == null) {
            column.appendMissing();
        } else {
            column.append(value.doubleValue());
        }
    }
}
