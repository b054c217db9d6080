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
    DELTA;

    /** Whether the chart shows exactly two runs; all others show one or more. */
    public boolean ofTwo() {
        return this == SCATTER || this == DELTA;
    }

    /**
     * Draws the runs that results are made of: a run itself, and the runs of a comparison, the baseline first.
     *
     * @param results results of scoring, in the order in which they are drawn: two of {@link #SCATTER} and {@link #DELTA}
     * @param by how the rows of a box plot are grouped; other kinds ignore it
     * @throws IllegalArgumentException in one line, if a result has no scores per image, their number does not suit, or
     *     their models differ and the kind puts them on one axis
     */
    public ScoreChart draw(List<? extends Result> results, Grouping by) {
        List<Plotted> runs = new ArrayList<>();
        for (Result result : results) {
            if (result.scoredRuns().isEmpty()) {
                throw new InvalidRequestException(
                        this + ": " + result.name() + " has no scores per image; expected results of scoring");
            }
            result.scoredRuns().forEach(run -> runs.add(new Plotted(run.name(), run.result())));
        }
        if (ofTwo() ? runs.size() != 2 : runs.isEmpty()) {
            throw new InvalidRequestException(
                    this + ": expected " + (ofTwo() ? "two runs" : "at least one run") + ", got " + runs.size());
        }
        return switch (this) {
            case HISTOGRAM -> ScorePlots.histogram(runs);
            case ECDF -> ScorePlots.ecdf(runs);
            case BOX -> ScorePlots.box(runs, by);
            case BARS -> ScorePlots.bars(runs);
            case SCATTER -> ScorePlots.scatter(runs.get(0), runs.get(1));
            case DELTA -> ScorePlots.delta(runs.get(0), runs.get(1));
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
