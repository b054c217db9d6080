package org.clipmeter.notebook.command.shapes;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.notebook.option.PromptListOptions;
import org.clipmeter.notebook.option.Variable;
import org.clipmeter.notebook.session.NotebookError;
import org.clipmeter.notebook.session.Session;
import org.clipmeter.notebook.view.Cell;
import org.clipmeter.notebook.view.Output;
import org.clipmeter.notebook.view.ProgressBar;
import org.clipmeter.notebook.view.Views;
import org.clipmeter.prompts.PromptSet;
import org.clipmeter.result.shapes.ShapesRun;
import org.clipmeter.shapes.drawing.DrawOptions;
import org.clipmeter.shapes.drawing.Drawing;
import org.clipmeter.shapes.erase.Concept;
import org.clipmeter.shapes.erase.Technique;
import org.clipmeter.table.DrawnTable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import tech.tablesaw.api.Table;

/** {@code %shapes}: a text-to-image model of the shapes world, from which concepts can be erased. */
@Command(
        name = "%shapes",
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Draws a picture of each prompt of the shapes world into the folder of a run, for %%clip score: a text-to-image "
                    + "model of rules, from which a concept can be erased. Returns a Table with a row for each picture.",
            "The pictures are FOLDER/images/<folder>_<k>.png, and a manifest.csv beside them states the prompt of each. They "
                    + "are the same to the byte on every system. A run that was drawn into the folder before is replaced."
        },
        footer = {
            "",
            "Examples:",
            "  %%tifa --source shapes --limit 60",
            "  %%shapes --seed 1 --out before",
            "  %%shapes --seed 1 --out after --erase circle --technique leakage --strength 0.8",
            "  %%shapes --prompts shapes --limit 20 --images 4 --size 128 --out four",
            "  %%shapes draw \"a red star left of a blue circle\"",
            "  %%shapes techniques"
        })
public final class ShapesCommand implements Callable<Table> {
    private static final int SHOWN = 6;

    private final Session session;
    private final Cell cell;
    private final @Nullable String assigned;
    private final PromptChoice choice;

    @Option(names = "--out", paramLabel = "FOLDER", description = "the folder of the run; created if necessary")
    private @Nullable Path out;

    @Mixin
    private PromptListOptions list = new PromptListOptions();

    @Mixin
    private DrawingWords drawing = new DrawingWords();

    @Mixin
    private Variable variable = new Variable();

    /**
     * The magic in one cell.
     *
     * @param assigned the variable that the cell assigns the value to; null if it is not known
     */
    public ShapesCommand(Session session, Cell cell, @Nullable String assigned, PromptChoice choice) {
        this.session = session;
        this.cell = cell;
        this.assigned = assigned;
        this.choice = choice;
    }

    /** The variable that the cell asks for with {@code -o}, also behind a subcommand. */
    public Variable variable() {
        return variable;
    }

    @Override
    public Table call() throws Exception {
        variable.check();
        Path folder = out;
        if (folder == null) {
            throw NotebookError.of("%shapes needs a folder for its pictures: --out FOLDER; %shapes draw"
                    + " \"a red circle\" shows pictures without one");
        }
        ShapesRun done = draw(choice.choose(list), folder);
        String usual = folder.toAbsolutePath().normalize().getFileName() + "_images";
        Table table = variable.keep(session, cell, assigned, done, usual);
        cell.show(Views.pictures(done.pictures().stream()
                .limit(SHOWN)
                .map(picture -> Map.entry(picture.file(), picture.prompt().text()))
                .toList()));
        return table;
    }

    private ShapesRun draw(PromptSet chosen, Path folder) throws Exception {
        ProgressBar bar = new ProgressBar(cell);
        ShapesRun done = session.job().of("%shapes", " to start over").run(bar, cancelled -> {
            DrawOptions options = drawing.options(session);
            int total = chosen.size() * options.imagesPerPrompt();
            bar.stage("Drawing", "pictures", "drawing");
            return ShapesRun.draw(chosen, folder, options, drawn -> bar.update(drawn, total), cancelled);
        });
        bar.finish(String.format(
                Locale.ROOT, "%d pictures drawn in %.1f s", done.pictures().size(), done.seconds()));
        return done;
    }

    /** {@code %shapes draw}: shows pictures of one caption. */
    @Command(
            name = "draw",
            description =
                    "Shows pictures of one caption, and writes no file. Returns a Table of prompt, seed, drawn, changed.",
            footer = {
                "",
                "Examples:",
                "  %%shapes draw \"a red star left of a blue circle\"",
                "  %%shapes draw two striped green hearts on a black background --images 4",
                "  %%shapes draw \"a red circle\" --erase circle --technique anchor --anchor square"
            })
    public static final class Draw implements Callable<Table> {
        /** More pictures than this are not shown. */
        private static final int MOST = 60;

        private final Session session;
        private final Cell cell;

        @Parameters(paramLabel = "CAPTION", arity = "1..*", description = "what to draw; quotes may be left out")
        private List<String> words = new ArrayList<>();

        @Mixin
        private DrawingWords drawing = new DrawingWords();

        private final List<Drawing> drawings = new ArrayList<>();

        @ParentCommand
        private @Nullable ShapesCommand shapes;

        /** The command in one cell. */
        public Draw(Session session, Cell cell) {
            this.session = session;
            this.cell = cell;
        }

        @Override
        public Table call() throws Exception {
            Variable variable = Objects.requireNonNull(shapes).variable;
            variable.check();
            String caption = String.join(" ", words);
            ProgressBar bar = new ProgressBar(cell);
            bar.stage("Drawing", "pictures", "drawing");
            DrawOptions options = session.job()
                    .of("%shapes draw", " to start over")
                    .run(bar, cancelled -> {
                        DrawOptions chosen = drawing.options(session);
                        draw(caption, chosen, cancelled);
                        return chosen;
                    });
            cell.show(Views.drawings(drawings.stream()
                    .map(drawn -> Map.entry(drawn.picture(), Objects.requireNonNullElse(drawn.caption(), caption)))
                    .toList()));
            return variable.bind(cell, DrawnTable.of(caption, options.seed(), drawings));
        }

        private void draw(String caption, DrawOptions options, BooleanSupplier cancelled) throws IOException {
            int total = options.imagesPerPrompt();
            if (total > MOST) {
                throw new InvalidRequestException(
                        "--images: expected 1 to " + MOST + " pictures in a cell, got " + total);
            }
            for (int sample = 0; sample < total; sample++) {
                if (cancelled.getAsBoolean()) {
                    throw new CancellationException("cancelled with " + sample + " of " + total + " pictures");
                }
                drawings.add(options.model().draw(caption, options.pixels(), options.seed() + sample));
            }
        }
    }

    /** {@code %shapes techniques}: lists the ways to erase, and the concepts. */
    @Command(
            name = "techniques",
            description =
                    "Lists the techniques of --erase with what their strength means and what they caricature, and the "
                            + "concepts that can be erased.")
    public static final class Techniques implements Callable<@Nullable Object> {
        private static final int WIDTH = 96;

        private final Cell cell;

        /** The command in one cell. */
        public Techniques(Cell cell) {
            this.cell = cell;
        }

        @Override
        public @Nullable Object call() {
            StringBuilder text = new StringBuilder();
            for (Technique technique : Technique.values()) {
                text.append(technique.id()).append('\n');
                text.append(wrapped(technique.effect()));
                text.append(wrapped("Strength: " + technique.strength() + "."));
                text.append(wrapped("After: " + technique.source() + ".")).append('\n');
            }
            text.append("concepts\n").append(wrapped(String.join(", ", Concept.names())));
            cell.show(Output.text(text.toString().stripTrailing()));
            return null;
        }

        private static String wrapped(String sentence) {
            return sentence.replaceAll("(.{1," + WIDTH + "})(?:\\s+|$)", "  $1\n");
        }
    }
}
