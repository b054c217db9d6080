package org.clipmeter.notebook.command;

import java.util.concurrent.Callable;
import org.clipmeter.ScorePlan;
import org.clipmeter.ScoreRun;
import org.clipmeter.notebook.option.Variable;
import org.clipmeter.notebook.session.Session;
import org.clipmeter.notebook.view.Cell;
import org.clipmeter.notebook.view.Views;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tech.tablesaw.api.Table;

/** {@code %clip score}: scores images against their prompts. */
@Command(
        name = "score",
        description =
                "Scores images against their prompts. Shows the progress, a summary and a histogram, and returns a "
                        + "Table with a row for each image. Images and prompts are joined by file name, which contains the prompt's "
                        + "id (coco_301091.jpg, or 862_3.png for several images of a prompt) or its place, counted from 0 "
                        + "(run_12.png). Names that can be read in two ways are refused; --images-by decides.",
        footer = {
            "",
            "Examples:",
            "  %%tifa --limit 300",
            "  Table uce = %%clip score results/uce/images",
            "  %%clip score 'results/*/images/*.png' --prompts tifa --limit none",
            "  %%clip score pairs.csv               a file that lists images and their prompts",
            "  %%clip score $dir --prompts {mine}   $name and {name} are the values of Java variables, in every magic",
            "Declare the type (Table uce = %%clip score ...) or name the variable with -o uce:",
            "var uce = %%clip score ... makes an Object, because kernels return every value as an Object."
        })
final class ScoreCommand implements Callable<Table> {
    private final Session session;
    private final Cell cell;
    private final @Nullable String assigned;

    @Parameters(
            paramLabel = "IMAGES",
            description = "a folder, a pattern such as 'out/*.png', a CSV or JSON file that lists images with their "
                    + "prompts, or a run's folder")
    private String place = "";

    @Mixin
    private final Scoring scoring;

    @Option(
            names = "--dry-run",
            description =
                    "shows what would be scored and computes nothing: which images are joined to which prompts, what "
                            + "is cached already, the model, and the time and memory that the rest would take; nothing is "
                            + "downloaded, and no model is loaded. Returns the joined pairs as a Table.")
    private boolean dryRun;

    @Mixin
    private Variable variable = new Variable();

    ScoreCommand(CommandContext context) {
        this.session = context.session();
        this.cell = context.cell();
        this.assigned = context.assigned();
        this.scoring = new Scoring(context, "%clip score");
    }

    @Override
    public Table call() throws Exception {
        variable.check();
        if (dryRun) {
            ScorePlan plan = scoring.plan(place);
            Views.show(plan, cell);
            return variable.bind(cell, plan.table());
        }
        ScoreRun done = scoring.score(place);
        ScoreRun run = done.named(session.keep(done, variable.name() == null ? assigned : variable.name()));
        Views.show(run, cell);
        return variable.bind(cell, run.table());
    }
}
