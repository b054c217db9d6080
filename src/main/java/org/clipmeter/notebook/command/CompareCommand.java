package org.clipmeter.notebook.command;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.clipmeter.Comparison;
import org.clipmeter.ScoreRun;
import org.clipmeter.notebook.session.NotebookError;
import org.clipmeter.notebook.session.Session;
import org.clipmeter.notebook.view.Cell;
import org.clipmeter.notebook.view.Views;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tech.tablesaw.api.Table;

/** {@code %clip compare}: compares runs with a baseline, paired by prompt. */
@Command(
        name = "compare",
        description = {
            "Compares runs with a baseline, paired by prompt; all runs need the same model. Shows a summary and a chart.",
            "NAME=IMAGES scores these images first, like %%clip score with the same options. Returns a Table with a row for "
                    + "each run: mean change, 95 %% BCa bootstrap intervals (9,999 resamples), how many prompts score higher "
                    + "and lower, and the minimum detectable effect (80 %% power, 5 %% level).",
            "Changes of at most 2e-4 count as 0. The p-value is that of scipy.stats.wilcoxon with its defaults: zeros are "
                    + "dropped; it is exact for up to 50 prompts without zeros or ties, otherwise computed from all signs for "
                    + "up to 13 prompts, and otherwise from the normal approximation with tie correction.",
            "The comparison is stored under its variable's name, or as uce_against_sd. The "
                    + "commands runs, plot and export take it by this name."
        },
        footer = {
            "",
            "Examples:",
            "  %%clip compare sd uce                          two runs that were already scored",
            "  %%clip compare 1 2 3                           the runs at these places in %%clip runs",
            "  %%clip compare baseline=results/sd uce=results/uce esd=results/esd --prompts tifa"
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
        Comparison comparison = Comparison.of(runs.get(0), runs.subList(1, runs.size()));
        session.keep(comparison, name(runs));
        Views.all(comparison).forEach(cell::show);
        return variable.bind(cell, comparison.table());
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
}
