package org.clipmeter.notebook.command.attack;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.failure.NearNames;
import org.clipmeter.failure.OneLine;
import org.clipmeter.image.RgbImage;
import org.clipmeter.notebook.command.shapes.ShapesCommand;
import org.clipmeter.notebook.option.Variable;
import org.clipmeter.notebook.session.Session;
import org.clipmeter.notebook.view.Cell;
import org.clipmeter.notebook.view.ProgressBar;
import org.clipmeter.notebook.view.Views;
import org.clipmeter.result.attack.AttackResult;
import org.clipmeter.shapes.attack.Attack;
import org.clipmeter.shapes.attack.AttackOptions;
import org.clipmeter.shapes.erase.Concept;
import org.clipmeter.shapes.field.Field;
import org.clipmeter.shapes.field.FieldEdit;
import org.clipmeter.shapes.field.NamedFields;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import tech.tablesaw.api.Table;

/** {@code %shapes attack}: searches for what brings an erased concept back. */
@Command(
        name = "attack",
        description = {
            "Searches for captions, and for the embedding of a word that no caption has, with which an edited model of %%shapes erase draws the concept "
                    + "that was erased. What is found is tested on new pictures, which the bundled CLIP judges.",
            "words: captions of known words that do not say the concept, the best of each length made longer by one word. Only the pictures are "
                    + "looked at, as in Ring-A-Bell (Tsai et al., ICLR 2024) and SneakyPrompt (Yang et al., S&P 2024), which search in other ways.",
            "embedding: hidden states in place of the concept's word and those after it, trained until the pictures are those of the unedited model: "
                    + "concept inversion (Pham et al., ICLR 2024).",
            "Returns a Table with a row for each finding: the rate of pictures that show the concept, its 95 %% Wilson interval, and n. The first rows "
                    + "are the rates before the edit, without an attack, and where the concept was not asked for."
        },
        footer = {
            "",
            "Examples:",
            "  %%shapes erase circle --method uce --anchor square --name no-circle",
            "  %%shapes attack no-circle circle --seconds 20",
            "  %%shapes attack no-circle --mode words --words 3 --out found.csv",
            "  %%shapes --model no-circle --prompts found.csv --images 8 --out attacked"
        })
public final class AttackCommand implements Callable<Table> {
    private final Session session;
    private final Cell cell;
    private final @Nullable String assigned;

    @Parameters(index = "0", paramLabel = "NAME", description = "the edited model, as %%shapes erase named it")
    private String model = "";

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "CONCEPT",
            description = "what to bring back (default: what was erased last)")
    private List<String> words = new ArrayList<>();

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            completionCandidates = Modes.class,
            description = "what to search for: ${COMPLETION-CANDIDATES} (default: both)")
    private String mode = "both";

    @Option(names = "--seconds", paramLabel = "S", description = "the time of each search (default: 20)")
    private double seconds = AttackOptions.defaults().seconds();

    @Option(
            names = "--steps",
            paramLabel = "N",
            description =
                    "the captions, or the steps of training, of each search, in place of a time; the same attack then ends in the same place")
    private @Nullable Integer steps;

    @Option(names = "--words", paramLabel = "N", description = "the most words of a caption (default: 4)")
    private int longest = AttackOptions.defaults().words();

    @Option(
            names = "--synonyms",
            description = "lets captions say the concept by another of its names, such as disc for circle")
    private boolean synonyms;

    @Option(
            names = "--images",
            paramLabel = "N",
            description = "the pictures on which each finding is tested (default: 64)")
    private int images = AttackOptions.defaults().images();

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "the seed of the searches and of the pictures (default: 1)")
    private long seed = AttackOptions.defaults().seed();

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "also writes the found captions as a list of prompts; the name ends in .csv")
    private @Nullable Path out;

    @ParentCommand
    private @Nullable ShapesCommand shapes;

    /**
     * The command in one cell.
     *
     * @param assigned the variable that the cell assigns the value to; null if it is not known
     */
    public AttackCommand(Session session, Cell cell, @Nullable String assigned) {
        this.session = session;
        this.cell = cell;
        this.assigned = assigned;
    }

    @Override
    public Table call() throws Exception {
        Variable variable = Objects.requireNonNull(shapes).variable();
        variable.check();
        AttackOptions options = new AttackOptions(mode(), seconds, steps, longest, synonyms, images, seed);
        if (out != null) {
            FoundPrompts.check(out);
            if (options.mode() == AttackOptions.Mode.EMBEDDING) {
                throw new InvalidRequestException(
                        "--out writes found captions, and --mode embedding finds none; leave one of them out");
            }
        }
        AttackResult done = attack(options);
        Table table = variable.keep(session, cell, assigned, done, model + "_attack");
        if (out != null) {
            FoundPrompts.write(done.attack(), out);
        }
        cell.show(Views.drawings(examples(done.attack())));
        return table;
    }

    private AttackOptions.Mode mode() {
        int index = Modes.NAMES.indexOf(mode.strip().toLowerCase(Locale.ROOT));
        if (index < 0) {
            throw new InvalidRequestException("--mode: there is no mode " + OneLine.name(mode, 60)
                    + NearNames.suggestion(mode, Modes.NAMES) + "; expected " + String.join(", ", Modes.NAMES));
        }
        return List.of(AttackOptions.Mode.values()).get(index);
    }

    private AttackResult attack(AttackOptions options) throws Exception {
        ProgressBar bar = new ProgressBar(cell);
        AttackResult done = session.job().of("%shapes attack", " to start over").run(bar, cancelled -> {
            long began = System.nanoTime();
            bar.note("loading the model");
            Field erased = session.fields().get(model);
            Field original = session.fields().get(NamedFields.UNEDITED);
            Concept concept = concept(erased);
            bar.stage("Attacking", "percent of the search", "attacking");
            Attack attack = Attack.of(
                    original,
                    erased,
                    original.reader(),
                    concept,
                    options,
                    share -> bar.update(Math.round(100 * share), 100),
                    cancelled);
            return AttackResult.of(model, erased, attack, (System.nanoTime() - began) / 1e9);
        });
        bar.finish(String.format(Locale.ROOT, "attacked %s in %.1f s", model, done.seconds()));
        return done;
    }

    private Concept concept(Field erased) {
        if (!words.isEmpty()) {
            return Concept.of(String.join(" ", words));
        }
        List<FieldEdit> edits = erased.edits();
        if (edits.isEmpty()) {
            throw new InvalidRequestException("nothing was erased from " + model
                    + "; name the concept, such as %shapes attack " + model + " circle");
        }
        return Concept.of(edits.get(edits.size() - 1).concept());
    }

    private static List<Map.Entry<RgbImage, String>> examples(Attack attack) {
        List<Map.Entry<RgbImage, String>> pictures = new ArrayList<>();
        for (Attack.Kind kind : Attack.Kind.values()) {
            Attack.Finding finding = attack.best(kind);
            if (finding != null) {
                finding.examples().forEach(picture -> pictures.add(Map.entry(picture, kind.label())));
            }
        }
        return pictures;
    }

    /** The names of the modes, for completion. */
    static final class Modes implements Iterable<String> {
        static final List<String> NAMES = Arrays.stream(AttackOptions.Mode.values())
                .map(mode -> mode.name().toLowerCase(Locale.ROOT))
                .toList();

        @Override
        public Iterator<String> iterator() {
            return NAMES.iterator();
        }
    }
}
