package org.clipmeter;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.plot.Grouping;
import org.clipmeter.plot.Plotted;
import org.clipmeter.plot.ScoreChart;
import org.clipmeter.plot.ScorePlots;

/** The kinds of charts that can be drawn of runs, in the order in which they are listed. */
public enum PlotKind {
    /** How many images have which score. */
    HISTOGRAM,
    /** Which share of the images has at most which score. */
    ECDF,
    /** Quartiles, a row for each run or block of prompts. */
    BOX,
    /** Means with their intervals. */
    BARS,
    /** One run against another, prompt by prompt. */
    SCATTER,
    /** How the prompts' scores changed from the first run, the baseline, to the second. */
    DELTA,
    /** Mean changes of runs from the first one, the baseline, with their intervals. */
    FOREST;

    /** Whether the chart shows exactly two runs; all others show {@link #fewest} or more. */
    public boolean ofTwo() {
        return this == SCATTER || this == DELTA;
    }

    /** The fewest runs that the chart shows: 2 of {@link #FOREST} and of the charts of two, else 1. */
    public int fewest() {
        return ofTwo() || this == FOREST ? 2 : 1;
    }

    /**
     * Draws the runs that results are made of: a run itself, and the runs of a comparison, the baseline first.
     *
     * @param results results of scoring, in the order in which they are drawn: {@link #fewest} or more
     * @param by how the rows of a box plot are grouped; other kinds ignore it
     * @throws IllegalArgumentException in one line, if a result has no scores per image, their number does not suit, or
     *     their models differ and the kind puts them on one axis
     */
    public ScoreChart draw(List<? extends Result> results, Grouping by) {
        List<ScoreRun> scored = new ArrayList<>();
        for (Result result : results) {
            if (result.scoredRuns().isEmpty()) {
                throw new InvalidRequestException(
                        this + ": " + result.name() + " has no scores per image; expected results of scoring");
            }
            scored.addAll(result.scoredRuns());
        }
        if (scored.size() < fewest() || (ofTwo() && scored.size() > 2)) {
            String most = ofTwo() ? "" : "at least ";
            throw new InvalidRequestException(
                    this + ": expected " + most + (fewest() == 2 ? "two runs" : "one run") + ", got " + scored.size());
        }
        List<Plotted> runs = scored.stream()
                .map(run -> new Plotted(run.name(), run.result()))
                .toList();
        return switch (this) {
            case HISTOGRAM -> ScorePlots.histogram(runs);
            case ECDF -> ScorePlots.ecdf(runs);
            case BOX -> ScorePlots.box(runs, by);
            case BARS -> ScorePlots.bars(runs);
            case SCATTER -> ScorePlots.scatter(runs.get(0), runs.get(1));
            case DELTA -> ScorePlots.delta(runs.get(0), runs.get(1));
            case FOREST ->
                (results.size() == 1 && results.get(0) instanceof Comparison comparison
                                ? comparison
                                : Comparison.of(scored.get(0), scored.subList(1, scored.size())))
                        .forest();
        };
    }

    /** {@code histogram, ecdf, ... or delta}. */
    public static String names() {
        List<String> names = Stream.of(values()).map(PlotKind::toString).toList();
        return names.stream().limit(names.size() - 1L).collect(Collectors.joining(", ")) + " or "
                + names.get(names.size() - 1);
    }

    /** The name in lower case. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
