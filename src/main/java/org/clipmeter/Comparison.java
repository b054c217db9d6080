package org.clipmeter;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.clipmeter.compare.ComparisonOptions;
import org.clipmeter.compare.PairedComparison;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.plot.ForestRow;
import org.clipmeter.plot.Plotted;
import org.clipmeter.plot.ScoreChart;
import org.clipmeter.plot.ScorePlots;
import org.clipmeter.score.ScoreResult;
import org.clipmeter.table.ComparisonTable;
import org.clipmeter.table.Overview;
import org.clipmeter.table.TableText;
import tech.tablesaw.api.Table;

/** Runs of one model beside a baseline, paired by prompt. It is immutable and safe from any thread. */
public final class Comparison implements Result {
    private final String name;
    private final ScoreRun baseline;
    private final List<ScoreRun> runs;
    private final List<PairedComparison> comparisons;
    private final ComparisonOptions options;

    private Comparison(
            String name,
            ScoreRun baseline,
            List<ScoreRun> runs,
            List<PairedComparison> comparisons,
            ComparisonOptions options) {
        this.name = name;
        this.baseline = baseline;
        this.runs = runs;
        this.comparisons = comparisons;
        this.options = options;
    }

    /** Compares runs that were scored in the same way, without a margin; see {@link #of(ScoreRun, List, ComparisonOptions)}. */
    public static Comparison of(ScoreRun baseline, List<ScoreRun> runs) {
        return of(baseline, runs, ComparisonOptions.defaults());
    }

    /**
     * Compares runs with a baseline, each over the prompts that it shares with it.
     *
     * @param runs at least one, with names that differ from each other and from the baseline's
     * @throws IllegalArgumentException in one line, if there is no run, a name stands for two of them, they were scored in ways that
     *     differ in more than the options allow, or no prompt was scored by both
     */
    public static Comparison of(ScoreRun baseline, List<ScoreRun> runs, ComparisonOptions options) {
        if (runs.isEmpty()) {
            throw new InvalidRequestException(
                    "compare: expected at least one run to compare with " + baseline.name() + ", got none");
        }
        Set<String> names = new LinkedHashSet<>(Set.of(baseline.name()));
        List<PairedComparison> comparisons = new ArrayList<>();
        for (ScoreRun run : runs) {
            if (!names.add(run.name())) {
                throw new InvalidRequestException(
                        "compare: two runs are named " + run.name() + "; give each run another name");
            }
            comparisons.add(PairedComparison.of(baseline.name(), baseline.result(), run.name(), run.result(), options));
        }
        String name =
                runs.stream().map(ScoreRun::name).collect(Collectors.joining(", ")) + " against " + baseline.name();
        return new Comparison(name, baseline, List.copyOf(runs), List.copyOf(comparisons), options);
    }

    /** {@code uce, esd against sd}, unless named otherwise. */
    @Override
    public String name() {
        return name;
    }

    @Override
    public Comparison named(String newName) {
        return new Comparison(newName, baseline, runs, comparisons, options);
    }

    /** What all runs are compared with. */
    public ScoreRun baseline() {
        return baseline;
    }

    /** The runs that are compared, in order. */
    public List<ScoreRun> runs() {
        return runs;
    }

    /** The baseline, then the runs that are compared with it. */
    @Override
    public List<ScoreRun> scoredRuns() {
        return Stream.concat(Stream.of(baseline), runs.stream()).toList();
    }

    /** How the runs are compared. */
    public ComparisonOptions options() {
        return options;
    }

    /** How each run differs from the baseline, in the order of {@link #runs}. */
    public List<PairedComparison> comparisons() {
        return comparisons;
    }

    /** A row for each run; see {@link ComparisonTable#of}. */
    @Override
    public Table table() {
        return ComparisonTable.of(IntStream.range(0, runs.size())
                .mapToObj(i -> new ComparisonTable.Entry(runs.get(i).name(), comparisons.get(i)))
                .toList());
    }

    /** The forest plot of several runs or of a margin; the changes prompt by prompt of one run, the means of several. */
    @Override
    public List<ScoreChart> charts() {
        ScoreChart runChart = runs.size() == 1
                ? ScorePlots.delta(plotted(baseline), plotted(runs.get(0)), options.across())
                : ScorePlots.bars(scoredRuns().stream().map(Comparison::plotted).toList(), options.across());
        return runs.size() == 1 && options.margin() == null ? List.of(runChart) : List.of(forest(), runChart);
    }

    /** Mean changes with their intervals, a row for each run, and the margin as a band; see {@link ScorePlots#forest}. */
    public ScoreChart forest() {
        List<ForestRow> rows = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            rows.add(new ForestRow(runs.get(i).name(), comparisons.get(i)));
        }
        return ScorePlots.forest(
                "Δ against " + baseline.name(), baseline.result().model(), rows);
    }

    private static Plotted plotted(ScoreRun run) {
        return new Plotted(run.name(), run.result());
    }

    /** The mean change of each run with its interval, what it rests on, and what a CLIP Score does not say. */
    @Override
    public Summary summary() {
        return ComparisonSummary.of(this);
    }

    /** The baseline's model; no value, since each run has one; how many prompts all runs share with the baseline. */
    @Override
    public Overview overview() {
        int pairs = comparisons.stream()
                .mapToInt(comparison -> comparison.delta().n())
                .min()
                .orElse(0);
        ScoreResult scored = baseline.result();
        return new Overview(
                scored.model().name(),
                scored.model().precision(),
                null,
                pairs,
                scored.totalCount(),
                scored.pairs().imagesName());
    }

    /** {@code name}, {@code baseline}, and {@code runs}: an object for each row of {@link #table}. */
    @Override
    public String json() {
        return TableText.json(table(), "runs", Map.of("name", name, "baseline", baseline.name()));
    }

    /** The warnings of all runs, each under its run's name. */
    @Override
    public List<String> warnings() {
        return scoredRuns().stream()
                .flatMap(run -> run.warnings().stream().map(warning -> run.name() + ": " + warning))
                .toList();
    }

    @Override
    public String toString() {
        return summary().text();
    }
}
