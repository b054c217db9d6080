package org.clipmeter;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.clipmeter.compare.Mean;
import org.clipmeter.compare.PairedComparison;
import org.clipmeter.preprocess.ImageRules;
import org.clipmeter.plot.Plotted;
import org.clipmeter.plot.ScoreChart;
import org.clipmeter.plot.ScorePlots;
import org.clipmeter.score.ModelInfo;
import org.clipmeter.table.ComparisonTable;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.Table;

/** Runs of one model beside a baseline, paired by prompt. */
public final class Comparison {
    private final ScoreRun baseline;
    private final List<ScoreRun> runs;
    private final List<PairedComparison> comparisons;

    private Comparison(ScoreRun baseline, List<ScoreRun> runs, List<PairedComparison> comparisons) {
        this.baseline = baseline;
        this.runs = runs;
        this.comparisons = comparisons;
    }

    /**
     * Compares runs with a baseline.
     *
     * @throws IllegalArgumentException in one line, where there is no run, a name stands for two of them, their models
     *     differ, or no prompt was scored by both
     */
    public static Comparison of(ScoreRun baseline, List<ScoreRun> runs) {
        if (runs.isEmpty()) {
            throw new IllegalArgumentException(
                    "compare: expected a run to compare with " + baseline.name() + ", got none");
        }
        Set<String> names = new LinkedHashSet<>(Set.of(baseline.name()));
        List<PairedComparison> comparisons = new ArrayList<>();
        for (ScoreRun run : runs) {
            if (!names.add(run.name())) {
                throw new IllegalArgumentException(
                        "compare: two runs are named " + run.name() + "; give each a name of its own, NAME=IMAGES");
            }
            comparisons.add(PairedComparison.of(baseline.name(), baseline.result(), run.name(), run.result()));
        }
        return new Comparison(baseline, List.copyOf(runs), List.copyOf(comparisons));
    }

    /** What all runs are compared with. */
    public ScoreRun baseline() {
        return baseline;
    }

    /** The runs that are compared, in order. */
    public List<ScoreRun> runs() {
        return runs;
    }

    /** How each run differs from the baseline, in the order of {@link #runs}. */
    public List<PairedComparison> comparisons() {
        return comparisons;
    }

    /** A row for each run; see {@link ComparisonTable#of}. */
    public Table table() {
        List<ComparisonTable.Entry> entries = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            entries.add(new ComparisonTable.Entry(runs.get(i).name(), comparisons.get(i)));
        }
        return ComparisonTable.of(entries);
    }

    /** The changes prompt by prompt of one run, the means with their intervals of several. */
    public ScoreChart chart() {
        if (runs.size() == 1) {
            return ScorePlots.delta(plotted(baseline), plotted(runs.get(0)));
        }
        List<Plotted> all = new ArrayList<>(List.of(plotted(baseline)));
        runs.forEach(run -> all.add(plotted(run)));
        return ScorePlots.bars(all);
    }

    private static Plotted plotted(ScoreRun run) {
        return new Plotted(run.name(), run.result());
    }

    /** The comparison for people: a paragraph for each run, and what a CLIP Score does not say. */
    public String summary() {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            PairedComparison comparison = comparisons.get(i);
            lines.add(runs.get(i).name() + " against " + baseline.name() + ": Δ " + change(comparison.delta())
                    + " logits_per_image over " + prompts(comparison));
            lines.add("  means " + fixed("%.4f", comparison.baseline().value()) + " → "
                    + fixed("%.4f", comparison.run().value()) + ", " + directions(comparison));
            lines.add("  Wilcoxon p " + comparison.wilcoxon().text() + " ("
                    + comparison.wilcoxon().basis() + ")");
            remarks(i).forEach(remark -> lines.add("  " + remark));
        }
        lines.addAll(closing());
        return String.join("\n", lines);
    }

    /** What the figures of one run say and leave out, one line each. */
    public List<String> remarks(int place) {
        PairedComparison comparison = comparisons.get(place);
        List<String> remarks = new ArrayList<>();
        Double smallest = comparison.smallestDelta();
        if (smallest == null) {
            remarks.add("one prompt alone gives no interval: the change may be chance");
        } else if (comparison.delta().interval() == null) {
            remarks.add("every prompt changes by the same amount, which gives no interval");
        } else if (!comparison.differs()) {
            remarks.add("the interval contains 0: this many prompts, with this spread, would detect a mean Δ of "
                    + fixed("%.4f", smallest) + " (80 % power, 5 % level)");
        }
        otherwise(baseline, runs.get(place)).ifPresent(remarks::add);
        List<String> left =
                comparison.scores().leftovers(baseline.name(), runs.get(place).name());
        if (!left.isEmpty()) {
            remarks.add("left out: " + String.join(", ", left));
        }
        return remarks;
    }

    /** What differs between how two runs were computed, which may be part of the change; empty if nothing does. */
    private static Optional<String> otherwise(ScoreRun baseline, ScoreRun run) {
        ModelInfo first = baseline.result().model();
        ModelInfo second = run.result().model();
        List<String> differences = new ArrayList<>();
        if (!first.preprocessing().equals(second.preprocessing())) {
            differences.add(
                    "preprocessing (" + preprocessing(baseline, run) + "; " + preprocessing(run, baseline) + ")");
        }
        if (!first.precision().equals(second.precision())) {
            differences.add("precision (" + first.precision() + "; " + second.precision() + ")");
        }
        return differences.isEmpty()
                ? Optional.empty()
                : Optional.of("part of the change may come from different " + String.join(" and ", differences)
                        + ": score both runs alike");
    }

    /** How a run's preprocessing differs from another's: the rules in words, else the settings that are not the same. */
    private static String preprocessing(ScoreRun run, ScoreRun other) {
        ImageRules rules = run.result().config().images();
        if (!rules.equals(other.result().config().images())) {
            return rules.differences().isEmpty() ? "as the reference" : String.join(", ", rules.differences());
        }
        List<String> words = List.of(run.result().model().preprocessing().split(" "));
        List<String> others = List.of(other.result().model().preprocessing().split(" "));
        int most = Math.min(words.size(), others.size());
        int start = 0;
        while (start < most && words.get(start).equals(others.get(start))) {
            start++;
        }
        int end = 0;
        while (end < most - start && words.get(words.size() - 1 - end).equals(others.get(others.size() - 1 - end))) {
            end++;
        }
        List<String> own = words.subList(start, words.size() - end);
        return own.isEmpty() ? "without this" : String.join(" ", own);
    }

    /** What holds for all runs, one line each. */
    public List<String> closing() {
        List<String> lines = new ArrayList<>();
        if (runs.size() > 1) {
            lines.add("p is not adjusted for " + runs.size() + " comparisons.");
        }
        lines.addAll(ClipMeter.CAVEATS);
        return lines;
    }

    private static String prompts(PairedComparison comparison) {
        int n = comparison.delta().n();
        return n == 1 ? "1 prompt" : n + " prompts";
    }

    private static String directions(PairedComparison comparison) {
        PairedComparison.Changes changes = comparison.changes();
        return changes.higher() + " higher, " + changes.equal() + " equal, " + changes.lower() + " lower";
    }

    private static String change(Mean delta) {
        Mean.@Nullable Interval interval = delta.interval();
        return fixed("%+.4f", delta.value())
                + (interval == null ? "" : fixed(" [%+.4f, ", interval.low()) + fixed("%+.4f]", interval.high()));
    }

    private static String fixed(String format, double number) {
        return String.format(Locale.ROOT, format, number);
    }

    @Override
    public String toString() {
        return summary();
    }
}
