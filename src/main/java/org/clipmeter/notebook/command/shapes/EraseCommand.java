package org.clipmeter.notebook.command.shapes;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.files.FileException;
import org.clipmeter.notebook.option.Variable;
import org.clipmeter.notebook.session.NotebookError;
import org.clipmeter.notebook.session.Session;
import org.clipmeter.notebook.view.Cell;
import org.clipmeter.notebook.view.ProgressBar;
import org.clipmeter.result.shapes.FieldErasure;
import org.clipmeter.shapes.edit.EditMethod;
import org.clipmeter.shapes.edit.EditOptions;
import org.clipmeter.shapes.edit.EditedField;
import org.clipmeter.shapes.erase.Concept;
import org.clipmeter.shapes.field.Field;
import org.clipmeter.shapes.field.NamedFields;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import tech.tablesaw.api.Table;

/** {@code %shapes erase}: really erases a concept from the text-to-image model of the shapes world. */
@Command(
        name = "erase",
        description = {
            "Erases a concept from the neural text-to-image model of the shapes world, as published methods do it: by"
                    + " a change of the keys and values of its cross-attention. The edited model stays in the session"
                    + " under a name; the one that it was made of stays as it is.",
            "uce (closed form) and ablation (training) draw an anchor in the concept's place; esd (training) draws"
                    + " away from the concept.",
            "Returns a Table with a row for each changed matrix."
        },
        footer = {
            "",
            "Examples:",
            "  %%shapes erase circle --method uce --anchor square --name no-circle",
            "  %%shapes erase red --method ablation --anchor blue --steps 100 --name no-red --out no-red.safetensors",
            "  %%shapes erase red --model no-circle --name neither"
        })
public final class EraseCommand implements Callable<Table> {
    private final Session session;
    private final Cell cell;
    private final @Nullable String assigned;

    @Parameters(
            paramLabel = "CONCEPT",
            arity = "1..*",
            completionCandidates = DrawingWords.Concepts.class,
            description = "what to erase: a shape, a color, a fill, or a count of two to four")
    private List<String> words = new ArrayList<>();

    @Option(
            names = "--method",
            paramLabel = "METHOD",
            completionCandidates = Methods.class,
            description = "${COMPLETION-CANDIDATES} (default: uce)")
    private String method = EditMethod.UCE.id();

    @Option(
            names = "--anchor",
            paramLabel = "CONCEPT",
            completionCandidates = DrawingWords.Concepts.class,
            description =
                    "what is drawn in the concept's place, of the same kind (default: the first one that does not look"
                            + " most like it, such as square for circle)")
    private @Nullable String anchor;

    @Option(
            names = "--weight",
            paramLabel = "W",
            description =
                    "how strongly the concept counts against what is kept; for esd, the strength of negative guidance "
                            + "(default: 1)")
    private double weight = EditOptions.defaults().weight();

    @Option(names = "--steps", paramLabel = "N", description = "steps of training, not for uce (default: 100)")
    private @Nullable Integer steps;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "the seed of the captions and of the training (default: 1)")
    private long seed = EditOptions.defaults().seed();

    @Option(
            names = "--no-plurals",
            description = "computes the edit from captions of single things, so that plurals may leak")
    private boolean withoutPlurals;

    @Option(
            names = "--model",
            paramLabel = "NAME",
            description = "the model to edit (default: field, the unedited one)")
    private String model = NamedFields.UNEDITED;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            required = true,
            description = "the edited model's name in the session")
    private String name = "";

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "also writes the edited model with its recipe; the name ends in .safetensors")
    private @Nullable Path out;

    @ParentCommand
    private @Nullable ShapesCommand shapes;

    /**
     * The command in one cell.
     *
     * @param assigned the variable that the cell assigns the value to; null if it is not known
     */
    public EraseCommand(Session session, Cell cell, @Nullable String assigned) {
        this.session = session;
        this.cell = cell;
        this.assigned = assigned;
    }

    @Override
    public Table call() throws Exception {
        Variable variable = Objects.requireNonNull(shapes).variable();
        variable.check();
        NamedFields.check(name);
        if (out != null) {
            Field.check(out);
        }
        Concept concept = Concept.of(String.join(" ", words));
        Concept instead = anchor == null ? null : Concept.of(anchor);
        EditMethod chosen = EditMethod.of(method);
        if (steps != null && !chosen.isTrained()) {
            throw new InvalidRequestException(
                    "--steps is for methods that train, and " + chosen.id() + " does not; leave it out");
        }
        EditOptions options =
                EditOptions.defaults().withWeight(weight).withSeed(seed).withPlurals(!withoutPlurals);
        FieldErasure done = erase(concept, instead, chosen, steps == null ? options : options.withSteps(steps));
        return variable.keep(session, cell, assigned, done, name);
    }

    private FieldErasure erase(Concept concept, @Nullable Concept instead, EditMethod chosen, EditOptions options)
            throws Exception {
        ProgressBar bar = new ProgressBar(cell);
        FieldErasure done = session.job().of("%shapes erase", " to start over").run(bar, cancelled -> {
            long began = System.nanoTime();
            bar.note("loading the model");
            Field field = session.fields().get(model);
            bar.note("computing the edit");
            if (chosen.isTrained()) {
                bar.stage("Erasing", "steps", "erasing");
            }
            EditedField edited = EditedField.erase(
                    field, concept, instead, chosen, options, step -> bar.update(step, options.steps()), cancelled);
            FieldErasure card = FieldErasure.of(name, edited, (System.nanoTime() - began) / 1e9);
            store(edited.field());
            return card;
        });
        bar.finish(String.format(
                Locale.ROOT,
                "%s erased from %s in %.1f s: %s%s",
                concept.word(),
                model,
                done.seconds(),
                name,
                out == null ? "" : ", written to " + Objects.requireNonNull(out)));
        return done;
    }

    /** Puts the model into the session, and then into its file: what took minutes is not lost if that can't be written. */
    private void store(Field edited) throws IOException {
        session.fields().put(name, edited);
        if (out != null) {
            try {
                edited.write(out);
            } catch (IOException e) {
                throw NotebookError.of("%shapes erase: "
                        + FileException.line(out, "can't be written: " + FileException.causeOf(e))
                        + "; the edited model stays in the session as " + name
                        + "; run the cell again with another --out for its file");
            }
        }
    }

    /** The names of all methods, for completion. */
    static final class Methods implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(EditMethod.values()).map(EditMethod::id).iterator();
        }
    }
}
