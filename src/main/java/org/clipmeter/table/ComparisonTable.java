package org.clipmeter.table;

import java.util.ArrayList;
import java.util.List;
import org.clipmeter.compare.Equivalence;
import org.clipmeter.compare.Holm;
import org.clipmeter.compare.Mean;
import org.clipmeter.compare.PairedComparison;
import org.clipmeter.compare.PairedScores;
import org.clipmeter.compare.Spread;
import org.clipmeter.compare.Wilcoxon;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/** Runs compared with a baseline, as a table. */
public final class ComparisonTable {
    private final StringColumn run = StringColumn.create("run");
    private final IntColumn n = NumberFormats.whole("n");
    private final IntColumn images = NumberFormats.whole("images");
    private final IntColumn failed = NumberFormats.whole("failed");
    private final MeanColumns baseline = new MeanColumns("baseline_");
    private final MeanColumns mean = new MeanColumns("");
    private final DoubleColumn delta = NumberFormats.fixed("delta", 4);
    private final DoubleColumn deltaLow = NumberFormats.fixed("delta_low", 4);
    private final DoubleColumn deltaHigh = NumberFormats.fixed("delta_high", 4);
    private final DoubleColumn wilcoxonP = NumberFormats.significant("wilcoxon_p");
    private final DoubleColumn holmP = NumberFormats.significant("wilcoxon_p_holm");
    private final StringColumn wilcoxonMethod = StringColumn.create("wilcoxon_method");
    private final IntColumn higher = NumberFormats.whole("higher");
    private final IntColumn equal = NumberFormats.whole("equal");
    private final IntColumn lower = NumberFormats.whole("lower");
    private final DoubleColumn winRate = NumberFormats.fixed("win_rate", 3);
    private final DoubleColumn rankBiserial = NumberFormats.fixed("rank_biserial", 3);
    private final DoubleColumn smallestDelta = NumberFormats.fixed("smallest_delta", 4);
    private final IntColumn baselineImages = NumberFormats.whole("baseline_images");
    private final IntColumn baselineFailed = NumberFormats.whole("baseline_failed");
    private final DoubleColumn margin = NumberFormats.fixed("margin", 4);
    private final DoubleColumn low90 = NumberFormats.fixed("delta_low_90", 4);
    private final DoubleColumn high90 = NumberFormats.fixed("delta_high_90", 4);
    private final BooleanColumn within = BooleanColumn.create("within_margin");

    private ComparisonTable() {}

    /** A named run and its comparison with the baseline. */
    public record Entry(String name, PairedComparison comparison) {}

    /** The figures of a run's scores: their mean with its interval, median and standard deviation. */
    private static final class MeanColumns {
        private final DoubleColumn value;
        private final DoubleColumn low;
        private final DoubleColumn high;
        private final DoubleColumn median;
        private final DoubleColumn deviation;

        MeanColumns(String prefix) {
            value = NumberFormats.fixed(prefix + "mean", 4);
            low = NumberFormats.fixed(prefix + "mean_low", 4);
            high = NumberFormats.fixed(prefix + "mean_high", 4);
            median = NumberFormats.fixed(prefix + "median", 4);
            deviation = NumberFormats.fixed(prefix + "sd", 4);
        }

        void append(Mean mean, Spread spread) {
            ComparisonTable.append(mean, value, low, high);
            median.append(spread.median());
            NullableCells.append(deviation, spread.deviation());
        }
    }

    /**
     * A row for each run: {@code run}, {@code n} (prompts that both have scored), {@code baseline_mean}, {@code mean},
     * {@code delta} (mean change), {@code delta_low}, {@code delta_high}, {@code wilcoxon_p}, {@code wilcoxon_p_holm} (adjusted for
     * all rows, {@link Holm}), {@code higher}, {@code equal}, {@code lower} (prompts by the direction of their change), {@code
     * win_rate}, {@code rank_biserial} (effect size, {@link Wilcoxon}), {@code smallest_delta} (minimum detectable effect), {@code
     * mean_low}, {@code mean_high}, {@code median}, {@code sd}, {@code images} (scored images of these prompts), {@code failed}
     * (images of the run that have no score), the same of the baseline as {@code baseline_...}, {@code wilcoxon_method} (how p was
     * computed; missing like p if every change is zero); and, if a margin was given, {@code margin}, {@code delta_low_90}, {@code
     * delta_high_90}, {@code within_margin} (whether the change is shown to be within it, {@link Equivalence}). See {@link
     * PairedComparison}. The other intervals are 95 % BCa bootstrap intervals, which are missing if all values are the same. Scores
     * are logits_per_image.
     */
    public static Table of(List<Entry> entries) {
        ComparisonTable table = new ComparisonTable();
        List<@Nullable Double> adjusted =
                Holm.of(entries.stream().map(Entry::comparison).toList());
        boolean margins = false;
        for (int i = 0; i < entries.size(); i++) {
            table.append(entries.get(i), adjusted.get(i));
            margins |= entries.get(i).comparison().equivalence() != null;
        }
        return table.table(margins);
    }

    private void append(Entry entry, @Nullable Double adjusted) {
        PairedComparison comparison = entry.comparison();
        PairedScores scores = comparison.scores();
        run.append(entry.name());
        n.append(comparison.delta().n());
        baseline.append(comparison.baseline(), comparison.baselineSpread());
        mean.append(comparison.run(), comparison.runSpread());
        append(comparison.delta(), delta, deltaLow, deltaHigh);
        NullableCells.append(wilcoxonP, comparison.wilcoxon().pValue());
        NullableCells.append(holmP, adjusted);
        Wilcoxon.Method method = comparison.wilcoxon().method();
        NullableCells.append(wilcoxonMethod, method == null ? null : method.toString());
        higher.append(comparison.changes().higher());
        equal.append(comparison.changes().equal());
        lower.append(comparison.changes().lower());
        winRate.append(comparison.changes().winRate());
        NullableCells.append(rankBiserial, comparison.wilcoxon().rankBiserial());
        NullableCells.append(smallestDelta, comparison.smallestDelta());
        images.append(scores.secondImages());
        failed.append(scores.secondFailed());
        baselineImages.append(scores.firstImages());
        baselineFailed.append(scores.firstFailed());
        Equivalence equivalence = comparison.equivalence();
        Mean.Interval interval = equivalence == null ? null : equivalence.interval();
        NullableCells.append(margin, equivalence == null ? null : equivalence.margin());
        NullableCells.append(low90, interval == null ? null : interval.low());
        NullableCells.append(high90, interval == null ? null : interval.high());
        if (equivalence == null) {
            within.appendMissing();
        } else {
            within.append(equivalence.isShown());
        }
    }

    private Table table(boolean margins) {
        List<Column<?>> columns = new ArrayList<>(List.<Column<?>>of(
                run,
                n,
                baseline.value,
                mean.value,
                delta,
                deltaLow,
                deltaHigh,
                wilcoxonP,
                holmP,
                higher,
                equal,
                lower,
                winRate,
                rankBiserial,
                smallestDelta,
                mean.low,
                mean.high,
                mean.median,
                mean.deviation,
                images,
                failed,
                baseline.low,
                baseline.high,
                baseline.median,
                baseline.deviation,
                baselineImages,
                baselineFailed,
                wilcoxonMethod));
        if (margins) {
            columns.addAll(List.<Column<?>>of(margin, low90, high90, within));
        }
        return Table.create("comparison", columns);
    }

    private static void append(Mean mean, DoubleColumn value, DoubleColumn low, DoubleColumn high) {
        Mean.Interval interval = mean.interval();
        value.append(mean.value());
        NullableCells.append(low, interval == null ? null : interval.low());
        NullableCells.append(high, interval == null ? null : interval.high());
    }
}
