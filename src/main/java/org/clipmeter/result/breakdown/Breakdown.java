package org.clipmeter.result.breakdown;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.clipmeter.ClipMeter;
import org.clipmeter.Comparison;
import org.clipmeter.Result;
import org.clipmeter.ScoreRun;
import org.clipmeter.Summary;
import org.clipmeter.compare.Equivalence;
import org.clipmeter.compare.Holm;
import org.clipmeter.compare.Mean;
import org.clipmeter.compare.PairedComparison;
import org.clipmeter.compare.PromptGrouping;
import org.clipmeter.compare.Subgroup;
import org.clipmeter.compare.Wilcoxon;
import org.clipmeter.plot.ForestRow;
import org.clipmeter.plot.ScoreChart;
import org.clipmeter.plot.ScorePlots;
import org.clipmeter.table.BreakdownTable;
import org.clipmeter.table.Overview;
import org.clipmeter.table.TableText;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.Table;

/**
 * A comparison taken apart by groups of prompts: the same figures over the prompts of each group alone, however few they are. It is
 * immutable and safe from any thread.
 */
public final class Breakdown implements Result {
    private final String name;
    private final Comparison comparison;
    private final PromptGrouping by;
    private final List<Row> rows;

    /** A group of a run's prompts. */
    private record Row(ScoreRun run, Subgroup subgroup) {}

    private Breakdown(String name, Comparison comparison, PromptGrouping by, List<Row> rows) {
        this.name = name;
        this.comparison = comparison;
        this.by = by;
        this.rows = rows;
    }

    /**
     * Takes a comparison apart. Each group costs as much as a comparison of its prompts.
     *
     * @throws org.clipmeter.failure.InvalidRequestException in one line, if the prompts do not state what they would be grouped by
     */
    public static Breakdown of(Comparison comparison, PromptGrouping by) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < comparison.runs().size(); i++) {
            ScoreRun run = comparison.runs().get(i);
            Subgroup.of(comparison.comparisons().get(i), by).forEach(subgroup -> rows.add(new Row(run, subgroup)));
        }
        return new Breakdown(comparison.name() + " by " + by, comparison, by, List.copyOf(rows));
    }

    /** The comparison's name and what it is taken apart by, unless named otherwise. */
    @Override
    public String name() {
        return name;
    }

    @Override
    public Breakdown named(String newName) {
        return new Breakdown(newName, comparison, by, rows);
    }

    /** What was taken apart. */
    public Comparison comparison() {
        return comparison;
    }

    /** What the prompts are grouped by. */
    public PromptGrouping by() {
        return by;
    }

    /** The groups of a run's prompts, in the order in which their first prompts come; empty for a run that is not compared. */
    public List<Subgroup> subgroups(ScoreRun run) {
        return rows.stream().filter(row -> row.run() == run).map(Row::subgroup).toList();
    }

    /** That of the comparison. */
    @Override
    public Overview overview() {
        return comparison.overview();
    }

    /** A part for each run, with a note for each group. */
    @Override
    public Summary summary() {
        List<@Nullable Double> adjusted =
                Holm.of(rows.stream().map(row -> row.subgroup().comparison()).toList());
        List<Summary.Part> parts = new ArrayList<>();
        for (ScoreRun run : comparison.runs()) {
            List<String> notes = new ArrayList<>();
            for (int i = 0; i < rows.size(); i++) {
                if (rows.get(i).run() == run) {
                    notes.add(line(rows.get(i).subgroup(), adjusted.get(i)));
                }
            }
            parts.add(new Summary.Part(
                    new Summary.Headline(
                            run.name() + " against " + comparison.baseline().name() + ": ",
                            Integer.toString(notes.size()),
                            (notes.size() == 1 ? " group" : " groups") + " of prompts by " + by),
                    List.of(),
                    notes));
        }
        List<String> caveats = new ArrayList<>();
        if (by == PromptGrouping.ELEMENT_TYPE) {
            caveats.add("Groups overlap: a prompt is in the group of each element type that it has a question of.");
        }
        caveats.add("With " + rows.size() + (rows.size() == 1 ? " group" : " groups")
                + ", some differ by chance: the Holm-adjusted p accounts for all of them, the intervals do not.");
        caveats.addAll(comparison.baseline().result().model().said(ClipMeter.CAVEATS));
        return new Summary(parts, caveats);
    }

    private static String line(Subgroup subgroup, @Nullable Double adjusted) {
        PairedComparison paired = subgroup.comparison();
        Mean.@Nullable Interval interval = paired.delta().interval();
        Equivalence equivalence = paired.equivalence();
        return subgroup.group() + ", n = " + paired.delta().n() + ": Δ "
                + String.format(Locale.ROOT, "%+.4f", paired.delta().value())
                + (interval == null
                        ? ", no interval"
                        : String.format(Locale.ROOT, " [%+.4f, %+.4f]", interval.low(), interval.high()))
                + ", Holm-adjusted p " + Wilcoxon.text(adjusted)
                + (equivalence == null ? "" : ", " + equivalence.text());
    }

    /** A row for each group of each run; see {@link BreakdownTable#of}. */
    @Override
    public Table table() {
        return BreakdownTable.of(rows.stream()
                .map(row -> new BreakdownTable.Entry(row.run().name(), row.subgroup()))
                .toList());
    }

    /** A forest plot for each run, with a row for each group. */
    @Override
    public List<ScoreChart> charts() {
        String baseline = comparison.baseline().name();
        return comparison.runs().stream()
                .map(run -> ScorePlots.forest(
                        "Δ, " + run.name() + " against " + baseline + " by " + by,
                        run.result().model(),
                        subgroups(run).stream()
                                .map(subgroup -> new ForestRow(subgroup.group(), subgroup.comparison()))
                                .toList()))
                .toList();
    }

    /** The runs of the comparison, the baseline first. */
    @Override
    public List<ScoreRun> scoredRuns() {
        return comparison.scoredRuns();
    }

    /** {@code name}, {@code baseline}, {@code by}, and {@code groups}: an object for each row of {@link #table}. */
    @Override
    public String json() {
        return TableText.json(
                table(),
                "groups",
                Map.of("name", name, "baseline", comparison.baseline().name(), "by", by.toString()));
    }

    /** The warnings of the comparison. */
    @Override
    public List<String> warnings() {
        return comparison.warnings();
    }

    @Override
    public String toString() {
        return summary().text();
    }
}
