package org.clipmeter.notebook.command;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.clipmeter.Comparison;
import org.clipmeter.ScoreRun;
import org.clipmeter.compare.ComparisonOptions;
import org.clipmeter.compare.PromptGrouping;
import org.clipmeter.compare.Setting;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.notebook.command.agreement.ModelComparison;
import org.clipmeter.notebook.command.agreement.SessionModels;
import org.clipmeter.notebook.option.Variable;
import org.clipmeter.notebook.session.NotebookError;
import org.clipmeter.notebook.session.Session;
import org.clipmeter.notebook.view.Cell;
import org.clipmeter.notebook.view.Views;
import org.clipmeter.result.breakdown.Breakdown;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;
import tech.tablesaw.api.Table;

/** {@code %clip compare}: compares runs with a baseline, paired by prompt. */
@Command(
        name = "compare",
        description = {
            "Compares runs with a baseline, paired by prompt; all runs must have been scored in the same way, or --models scores "
                    + "them with several models. Shows a summary and a chart.",
            "NAME=IMAGES scores these images first, like %%clip score with the same options. Returns a Table with a row for "
                    + "each run: mean change, 95 %% BCa bootstrap intervals (9,999 resamples), how many prompts score higher "
                    + "and lower, and the minimum detectable effect (80 %% power, 5 %% level).",
            "Changes of at most 2e-4 count as 0. The p-value is that of scipy.stats.wilcoxon with its defaults: zeros are "
                    + "dropped; it is exact for up to 50 prompts without zeros or ties, otherwise computed from all signs for "
                    + "up to 13 prompts, and otherwise from the normal approximation with tie correction.",
            "Each prompt counts once, with the mean of its images. wilcoxon_p_holm is adjusted for all runs that are compared.",
            "--margin tests whether a mean change is shown to be small: \"within\" if its 90 %% interval lies inside the margin (two "
                    + "one-sided tests at the 5 %% level), otherwise \"not shown to be within\".",
            "The comparison is stored under its variable's name, or as uce_against_sd. The "
                    + "commands runs, plot and export take it by this name."
        },
        footer = {
            "",
            "Examples:",
            "  %%clip compare sd uce                          two runs that were already scored",
            "  %%clip compare 1 2 3                           the runs at these places in %%clip runs",
            "  %%clip compare baseline=results/sd uce=results/uce esd=results/esd --prompts tifa",
            "  %%clip compare sd uce --margin 0.5 --by source",
            "  %%clip compare sd uce --models B/32,B/16,L/14   do these models agree?"
        })
final class CompareCommand implements Callable<Table> {
    private static final Pattern NAMED = Pattern.compile("([\\p{L}_][\\p{L}\\p{N}_.-]*)=(.+)");

    private final Session session;
    private final Cell cell;
    private final @Nullable String assigned;

    @Parameters(
            paramLabel = "RUN|NAME=IMAGES",
            arity = "1..*",
            description =
                    "a run by name or place, see %%clip runs, or a name and the images to score; the baseline comes first")
    private List<String> arguments = new ArrayList<>();

    @Option(
            names = "--margin",
            paramLabel = "DELTA",
            description = "the largest mean change, in logits_per_image, that does not matter, such as 0.5")
    private @Nullable Double margin;

    @Option(
            names = "--by",
            paramLabel = "source|element-type",
            converter = GroupingName.class,
            description =
                    "also compares the prompts of each source alone, or of each element type of TIFA's questions; this "
                            + "breakdown is stored as NAME_by_source or NAME_by_element_type")
    private @Nullable PromptGrouping by;

    @Option(
            names = "--across",
            paramLabel = "precision|preprocessing",
            split = ",",
            converter = SettingName.class,
            description =
                    "a setting in which the runs may differ, since its effect is the question; other runs that were scored "
                            + "in different ways are refused")
    private Set<Setting> across = EnumSet.noneOf(Setting.class);

    @Option(
            names = "--models",
            paramLabel = "MODEL,...",
            split = ",",
            description =
                    "scores the runs with each of these models and shows how far the models agree, about images and about the "
                            + "runs; one run is enough then. Each image is decoded once for as many models as fit into memory together. "
                            + "Each model has a column and its own scale: scores of different models are not comparable (the same images "
                            + "give a cosine of 0.22 and of 0.28 with two of OpenAI's models), but ranks are.")
    private List<String> models = new ArrayList<>();

    @Mixin
    private final Scoring scoring;

    @Mixin
    private Variable variable = new Variable();

    CompareCommand(CommandContext context) {
        this.session = context.session();
        this.cell = context.cell();
        this.assigned = context.assigned();
        this.scoring = new Scoring(context, "%clip compare");
    }

    @Override
    public Table call() throws Exception {
        variable.check();
        if (!models.isEmpty()) {
            return underModels();
        }
        ComparisonOptions options =
                ComparisonOptions.defaults().withMargin(margin).withAcross(across);
        if (arguments.size() < 2) {
            throw NotebookError.of("%clip compare: expected a baseline and at least one run to compare with it, got "
                    + arguments.get(0) + " alone");
        }
        List<@Nullable ScoreRun> kept = new ArrayList<>();
        for (String argument :
                arguments) { // look up every argument first, so that a wrong name does not waste a scoring
            kept.add(NAMED.matcher(argument).matches() ? null : session.run(argument));
        }
        List<ScoreRun> runs = new ArrayList<>();
        for (int i = 0; i < kept.size(); i++) {
            ScoreRun run = kept.get(i);
            runs.add(run == null ? scored(arguments.get(i)) : run);
        }
        Comparison comparison = Comparison.of(runs.get(0), runs.subList(1, runs.size()), options);
        String name = session.keep(comparison, name(runs));
        Views.show(comparison, cell);
        if (by != null) {
            show(Breakdown.of(comparison, by)
                    .named(name + "_by_" + by.toString().replace(' ', '_')));
        }
        return variable.bind(cell, comparison.table());
    }

    private void show(Breakdown breakdown) {
        session.keep(breakdown, breakdown.name());
        Views.show(breakdown, cell);
        cell.show(Views.table(breakdown.table()));
    }

    private Table underModels() throws Exception {
        if (margin != null || by != null || !across.isEmpty()) {
            throw NotebookError.of(
                    "%clip compare: --models shows how far models agree, without --margin, --by and --across;"
                            + " leave these out, or compare the runs of one model");
        }
        ModelComparison comparison = new ModelComparison(session, cell, models);
        for (String argument : arguments) {
            Matcher named = NAMED.matcher(argument);
            if (named.matches()) {
                comparison.add(named.group(1), scoring.pairs(named.group(2)));
            } else {
                comparison.add(run(argument));
            }
        }
        String name = variable.name() == null ? assigned : variable.name();
        return variable.bind(cell, comparison.show(scoring.options(), name));
    }

    /** A run that was scored before. A model's name in its place comes from a space after a comma of {@code --models}. */
    private ScoreRun run(String argument) {
        try {
            return session.run(argument);
        } catch (InvalidRequestException e) {
            SessionModels.requireNoModel("%clip compare", "a run", argument);
            throw e;
        }
    }

    /** The variable's name, unless it is that of a compared run; else a word that {@code %clip export} and {@code %clip plot} can be given. */
    private String name(List<ScoreRun> runs) {
        String variableName = variable.name() == null ? assigned : variable.name();
        boolean free = runs.stream().noneMatch(run -> run.name().equals(variableName));
        return variableName != null && free
                ? variableName
                : runs.stream().skip(1).map(ScoreRun::name).collect(Collectors.joining("_")) + "_against_"
                        + runs.get(0).name();
    }

    private ScoreRun scored(String argument) throws Exception {
        Matcher named = NAMED.matcher(argument);
        if (!named.matches()) {
            throw new IllegalStateException(argument);
        }
        ScoreRun run = scoring.score(named.group(2));
        return run.named(session.keep(run, named.group(1)));
    }

    /** Reads what prompts are grouped by. */
    static final class GroupingName implements ITypeConverter<PromptGrouping> {
        @Override
        public PromptGrouping convert(String value) {
            return switch (value.toLowerCase(Locale.ROOT)) {
                case "source" -> PromptGrouping.SOURCE;
                case "element-type" -> PromptGrouping.ELEMENT_TYPE;
                default -> throw new TypeConversionException("expected source or element-type, got " + value);
            };
        }
    }

    /** Reads a setting in which runs may differ. */
    static final class SettingName implements ITypeConverter<Setting> {
        @Override
        public Setting convert(String value) {
            return switch (value.toLowerCase(Locale.ROOT)) {
                case "precision" -> Setting.PRECISION;
                case "preprocessing" -> Setting.PREPROCESSING;
                default -> throw new TypeConversionException("expected precision or preprocessing, got " + value);
            };
        }
    }
}
