package org.clipmeter.notebook.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import javax.lang.model.SourceVersion;
import org.clipmeter.PlotKind;
import org.clipmeter.Result;
import org.clipmeter.ScoreRun;
import org.clipmeter.failure.NearNames;
import org.clipmeter.notebook.session.Kept;
import org.clipmeter.notebook.session.NotebookError;
import org.clipmeter.notebook.session.Session;
import org.clipmeter.notebook.view.Cell;
import org.clipmeter.notebook.view.Views;
import org.clipmeter.plot.Grouping;
import org.clipmeter.plot.ScoreChart;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code %clip plot}: draws runs as a chart. */
@Command(
        name = "plot",
        description =
                "Draws runs of %%clip score, or those of a comparison: histogram, ecdf (cumulative distribution), box, bars "
                        + "(means with 95 %% BCa bootstrap intervals), scatter (one run against another), delta (change "
                        + "from a baseline, prompt by prompt), forest (mean changes from the first run with their intervals).",
        footer = {
            "",
            "Examples:",
            "  %%clip plot histogram               the last run",
            "  %%clip plot ecdf sd uce esd",
            "  %%clip plot box uce --by source",
            "  %%clip plot delta sd uce            the changes of uce's scores from sd's",
            "  %%clip plot forest sd uce esd       the mean changes of uce and esd from sd",
            "  %%clip plot bars 1 2 3 -o chart     the runs at these places in %%clip runs"
        })
final class PlotCommand implements Callable<@Nullable Object> {
    private static final int SMALLEST = 200;
    private static final int LARGEST = 4000;

    private final Session session;
    private final Cell cell;

    @Parameters(
            index = "0",
            paramLabel = "KIND",
            converter = KindName.class,
            description = "histogram, ecdf, box, bars, scatter, delta or forest")
    private PlotKind kind = PlotKind.HISTOGRAM;

    @Parameters(
            index = "1..*",
            paramLabel = "RUN",
            arity = "0..*",
            description = "a run by name or place, see %%clip runs; the baseline comes first (default: the last run; "
                    + "for scatter, delta and forest, the last two)")
    private List<String> names = new ArrayList<>();

    @Option(
            names = "--by",
            paramLabel = "run|source",
            converter = GroupingName.class,
            defaultValue = "run",
            description = "one box for each run (default) or for each block of prompts")
    private Grouping by = Grouping.RUN;

    @Option(names = "--svg", description = "draws an SVG instead of a PNG")
    private boolean svg;

    @Option(names = "--width", paramLabel = "PIXELS", description = "the width on the page (default: 720)")
    private @Nullable Integer width;

    @Option(names = "--height", paramLabel = "PIXELS", description = "the height on the page (default: as needed)")
    private @Nullable Integer height;

    @Option(names = "-o", paramLabel = "NAME", description = "declares the chart as ScoreChart NAME")
    private @Nullable String variable;

    PlotCommand(CommandContext context) {
        this.session = context.session();
        this.cell = context.cell();
    }

    @Override
    public @Nullable Object call() throws IOException {
        if (variable != null && !SourceVersion.isName(variable)) {
            throw NotebookError.of("-o " + variable + ": not a name of a Java variable; try -o chart");
        }
        check("--width", width);
        check("--height", height);
        ScoreChart chart = kind.draw(results(), by);
        chart.sized(width == null ? chart.getWidth() : width, height == null ? chart.getHeight() : height);
        cell.show(svg ? Views.drawing(chart) : Views.chart(chart));
        if (variable != null) {
            cell.bind(variable, ScoreChart.class, chart);
        }
        return null;
    }

    private static void check(String option, @Nullable Integer pixels) {
        if (pixels != null && (pixels < SMALLEST || pixels > LARGEST)) {
            throw NotebookError.of(
                    "%clip plot: " + option + ": expected " + SMALLEST + " to " + LARGEST + " pixels, got " + pixels);
        }
    }

    private List<Result> results() {
        List<Result> results = new ArrayList<>();
        if (names.isEmpty()) {
            List<Kept> kept = session.results().stream()
                    .filter(one -> one.result() instanceof ScoreRun)
                    .toList();
            int wanted = kind.fewest();
            if (kept.size() < wanted) {
                throw NotebookError.of("%clip plot: expected " + (wanted == 2 ? "two runs" : "a run") + ", "
                        + (kept.isEmpty()
                                ? "nothing was scored yet"
                                : "only " + kept.get(0).result().name() + " was scored")
                        + "; run %clip score first");
            }
            kept.subList(kept.size() - wanted, kept.size()).forEach(one -> results.add(one.result()));
        } else {
            names.forEach(name -> results.add(session.result(name)));
        }
        int runs =
                results.stream().mapToInt(result -> result.scoredRuns().size()).sum();
        if (kind.ofTwo() && runs != 2) {
            throw NotebookError.of("%clip plot " + kind + ": expected two runs, got " + runs);
        }
        return results;
    }

    /** Reads a kind. */
    static final class KindName implements ITypeConverter<PlotKind> {
        @Override
        public PlotKind convert(String value) {
            for (PlotKind kind : PlotKind.values()) {
                if (kind.toString().equalsIgnoreCase(value)) {
                    return kind;
                }
            }
            throw new TypeConversionException("expected " + PlotKind.names() + ", got " + value
                    + NearNames.suggestion(
                            value,
                            Arrays.stream(PlotKind.values())
                                    .map(PlotKind::toString)
                                    .toList()));
        }
    }

    /** Reads a grouping. */
    static final class GroupingName implements ITypeConverter<Grouping> {
        @Override
        public Grouping convert(String value) {
            return switch (value.toLowerCase(Locale.ROOT)) {
                case "run" -> Grouping.RUN;
                case "source" -> Grouping.SOURCE;
                default -> throw new TypeConversionException("expected run or source, got " + value);
            };
        }
    }
}
