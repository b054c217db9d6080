package org.clipmeter.notebook.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import javax.lang.model.SourceVersion;
import org.clipmeter.ScoreRun;
import org.clipmeter.notebook.session.KeptRuns;
import org.clipmeter.notebook.session.NotebookError;
import org.clipmeter.notebook.session.Session;
import org.clipmeter.notebook.view.Cell;
import org.clipmeter.notebook.view.Views;
import org.clipmeter.plot.Grouping;
import org.clipmeter.plot.Plotted;
import org.clipmeter.plot.ScoreChart;
import org.clipmeter.plot.ScorePlots;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code %clip plot}: runs as a chart. */
@Command(
        name = "plot",
        description =
                "Draws runs that %%clip score has kept: histogram, ecdf, box, bars (means with 95 %% BCa bootstrap intervals), "
                        + "scatter (one run against another), delta (change from a baseline, prompt by prompt).",
        footer = {
            "",
            "Examples:",
            "  %%clip plot histogram               the last run",
            "  %%clip plot ecdf sd uce esd",
            "  %%clip plot box uce --by source",
            "  %%clip plot delta sd uce            how uce's scores differ from those of sd",
            "  %%clip plot bars 1 2 3 -o chart     runs by their places in %%clip runs"
        })
final class PlotCommand implements Callable<@Nullable Object> {
    private static final int SMALLEST = 200;
    private static final int LARGEST = 4000;

    /** Kinds of charts. */
    enum Kind {
        HISTOGRAM,
        ECDF,
        BOX,
        SCATTER,
        BARS,
        DELTA;

        boolean ofTwo() {
            return this == SCATTER || this == DELTA;
        }
    }

    private final Session session;
    private final Cell cell;

    @Parameters(
            index = "0",
            paramLabel = "KIND",
            converter = KindName.class,
            description = "histogram, ecdf, box, bars, scatter or delta")
    private Kind kind = Kind.HISTOGRAM;

    @Parameters(
            index = "1..*",
            paramLabel = "RUN",
            arity = "0..*",
            description = "by name or place, see %%clip runs; the last run (of scatter and delta: the last two) where "
                    + "none is named; the baseline comes first")
    private List<String> names = new ArrayList<>();

    @Option(
            names = "--by",
            paramLabel = "run|source",
            converter = GroupingName.class,
            defaultValue = "run",
            description = "a box for each run (default), or for each block of prompts")
    private Grouping by = Grouping.RUN;

    @Option(names = "--svg", description = "as SVG in place of PNG")
    private boolean svg;

    @Option(names = "--width", paramLabel = "PIXELS", description = "of the page (default: 720)")
    private @Nullable Integer width;

    @Option(names = "--height", paramLabel = "PIXELS", description = "of the page (default: as needed)")
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
        ScoreChart chart = chart(runs());
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

    private List<Plotted> runs() {
        List<ScoreRun> runs = new ArrayList<>();
        if (names.isEmpty()) {
            List<KeptRuns.Kept> kept = session.keptRuns();
            int wanted = kind.ofTwo() ? 2 : 1;
            if (kept.size() < wanted) {
                throw NotebookError.of("%clip plot: expected " + (wanted == 2 ? "two runs" : "a run") + ", "
                        + (kept.isEmpty()
                                ? "nothing was scored yet"
                                : "only " + kept.get(0).run().name() + " was scored")
                        + "; run %clip score first");
            }
            kept.subList(kept.size() - wanted, kept.size()).forEach(run -> runs.add(run.run()));
        } else {
            names.forEach(name -> runs.add(session.run(name)));
        }
        if (kind.ofTwo() && runs.size() != 2) {
            throw NotebookError.of(
                    "%clip plot " + kind.name().toLowerCase(Locale.ROOT) + ": expected two runs, got " + runs.size());
        }
        return runs.stream().map(run -> new Plotted(run.name(), run.result())).toList();
    }

    private ScoreChart chart(List<Plotted> runs) {
        return switch (kind) {
            case HISTOGRAM -> ScorePlots.histogram(runs);
            case ECDF -> ScorePlots.ecdf(runs);
            case BOX -> ScorePlots.box(runs, by);
            case BARS -> ScorePlots.bars(runs);
            case SCATTER -> ScorePlots.scatter(runs.get(0), runs.get(1));
            case DELTA -> ScorePlots.delta(runs.get(0), runs.get(1));
        };
    }

    /** Reads a kind. */
    static final class KindName implements ITypeConverter<Kind> {
        @Override
        public Kind convert(String value) {
            for (Kind kind : Kind.values()) {
                if (kind.name().equalsIgnoreCase(value)) {
                    return kind;
                }
            }
            throw new TypeConversionException("expected histogram, ecdf, box, bars, scatter or delta, got " + value);
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
