package org.clipmeter.notebook.command.explain;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.clipmeter.ClipMeter;
import org.clipmeter.ScoreRun;
import org.clipmeter.explain.ExplainMethod;
import org.clipmeter.explain.ExplainOptions;
import org.clipmeter.explain.ExplainedImage;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.failure.NearNames;
import org.clipmeter.failure.OneLine;
import org.clipmeter.notebook.option.Variable;
import org.clipmeter.notebook.session.ModelRequest;
import org.clipmeter.notebook.session.NotebookError;
import org.clipmeter.notebook.session.Session;
import org.clipmeter.notebook.view.Cell;
import org.clipmeter.notebook.view.Downloads;
import org.clipmeter.notebook.view.Photograph;
import org.clipmeter.notebook.view.ProgressBar;
import org.clipmeter.notebook.view.Views;
import org.clipmeter.preprocess.ImageRules;
import org.clipmeter.prompts.Prompt;
import org.clipmeter.prompts.PromptTemplate;
import org.clipmeter.result.explain.Explanation;
import org.clipmeter.result.explain.ImageTexts;
import org.clipmeter.score.ScoreRow;
import org.clipmeter.score.Scored;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tech.tablesaw.api.Table;

/** {@code %clip explain}: shows where images match their prompts. */
@Command(
        name = "explain",
        description = {
            "Shows where an image matches a prompt for the CLIP in use: a map over the image's patches, orange where a patch speaks "
                    + "for the prompt and blue where it speaks against it. Beside it stands how faithful the map is: patches are deleted, and "
                    + "inserted into an image of one color, the most relevant first, in comparison with random orders.",
            "Maps and tests are about the lead of the prompt's logit over the mean logit of neutral texts, so that 0 means \"no more than any "
                    + "text\".",
            "value: the value path of the last layer (MaskCLIP, Zhou et al. 2022).",
            "legrad: gradients of the attention of all layers (LeGrad, Bousselham et al. 2025); never negative.",
            "occlusion: the drop of the lead when 3 x 3 patches are covered with the image's mean color; exact, and slow for large models. It is "
                    + "also the yardstick of the other methods: by itself for images of up to 64 patches, else with --yardstick.",
            "Returns a Table with a row for each map. An interrupt stops the command."
        },
        footer = {
            "",
            "Examples:",
            "  %%clip explain cat.jpg \"a cat on a sofa\"",
            "  %%clip explain cat.jpg \"a cat on a sofa\" --words --method legrad",
            "  %%clip explain uce --worst 6        the lowest scores of the run uce, with its template and its preparation of images"
        })
public final class ExplainCommand implements Callable<Table> {
    private static final int MOST_IMAGES = 24;
    private static final int BYTES_OF_A_PICTURE = 30_000;
    private static final int BYTES_OF_A_MAP = 4_000;
    private static final int BYTES_OF_ALL_PICTURES = 480_000;

    private final Session session;
    private final Cell cell;
    private final @Nullable String assigned;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "IMAGE|RUN",
            description = "an image file; with --worst a run by name or place (default: the last)")
    private @Nullable String subject;

    @Parameters(index = "1..*", arity = "0..*", paramLabel = "PROMPT", description = "the prompt, best in quotes")
    private List<String> words = new ArrayList<>();

    @Option(
            names = "--method",
            paramLabel = "METHOD",
            completionCandidates = Methods.class,
            description = "how the map is computed: ${COMPLETION-CANDIDATES} (default: value)")
    private String method = "value";

    @Option(names = "--worst", paramLabel = "N", description = "explains the N lowest scores of a run, 1 to 24")
    private @Nullable Integer worst;

    @Option(names = "--words", description = "a map for each word of the prompt, beside that of the prompt")
    private boolean wordByWord;

    @Option(
            names = "--neutral",
            paramLabel = "TEXT",
            description = "a neutral text; may be given several times (default: \"a photo of\" and three like it)")
    private List<String> neutral = new ArrayList<>();

    @Option(names = "--steps", paramLabel = "N", description = "the steps of deletion and insertion (default: 10)")
    private int steps = ExplainOptions.defaults().steps();

    @Option(names = "--random", paramLabel = "N", description = "the random orders, at least 20 (default: 20)")
    private int random = ExplainOptions.defaults().randomOrders();

    @Option(names = "--seed", paramLabel = "N", description = "the seed of the random orders (default: 1)")
    private long seed = ExplainOptions.defaults().seed();

    @Option(
            names = "--yardstick",
            description = "computes the order by occlusion beside the map's, however many patches there are")
    private boolean yardstick;

    @Mixin
    private Variable variable = new Variable();

    /**
     * The command in one cell.
     *
     * @param assigned the variable that the cell assigns the value to; null if it is not known
     */
    public ExplainCommand(Session session, Cell cell, @Nullable String assigned) {
        this.session = session;
        this.cell = cell;
        this.assigned = assigned;
    }

    @Override
    public Table call() throws Exception {
        variable.check();
        ExplainOptions options = options();
        ScoreRun run = worst == null ? null : run();
        List<ImageTexts> inputs = run == null ? List.of(input()) : lowest(run, worst == null ? 1 : worst);
        ProgressBar bar = new ProgressBar(cell);
        Downloads downloads = new Downloads(bar);
        Explanation done = session.job().of("%clip explain", "").run(bar, cancelled -> {
            if (session.loaded() == null) {
                requireChosen(run);
                bar.note("loading the model");
            }
            ClipMeter meter = session.meter(downloads.listener(cancelled));
            if (run != null) {
                requireSame(run, meter);
            }
            bar.stage("Explaining", "versions of the image", "explaining");
            ImageRules rules = run == null
                    ? meter.model().imageRules()
                    : run.result().config().images();
            return Explanation.of(meter, rules, inputs, options, bar::update, cancelled);
        });
        bar.finish("explained " + (inputs.size() == 1 ? done.name() : inputs.size() + " images of " + subject(run)));
        String given = variable.name() == null ? assigned : variable.name();
        Explanation result = done.named(session.keep(done, given));
        cell.show(Views.summary(result));
        for (int i = 0; i < result.images().size(); i++) {
            show(result, i);
        }
        result.charts().forEach(chart -> cell.show(Views.chart(chart)));
        return variable.bind(cell, result.table());
    }

    /** Shows the maps of an image; the more images, the fewer bytes each has. */
    private void show(Explanation result, int index) {
        ExplainedImage explained = result.images().get(index);
        int maps = explained.texts().size();
        cell.show(Photograph.of(
                density -> result.picture(index, density),
                Math.min(
                        BYTES_OF_A_PICTURE + maps * BYTES_OF_A_MAP,
                        BYTES_OF_ALL_PICTURES / result.images().size()),
                OneLine.of(explained.name() + " beside " + (maps == 1 ? "its map" : "its " + maps + " maps") + " for: "
                        + explained.texts().get(0).text())));
    }

    private ExplainOptions options() {
        int index = Methods.NAMES.indexOf(method.strip().toLowerCase(Locale.ROOT));
        if (index < 0) {
            throw new InvalidRequestException("--method: there is no method " + OneLine.name(method, 60)
                    + NearNames.suggestion(method, Methods.NAMES) + "; expected " + String.join(", ", Methods.NAMES));
        }
        ExplainOptions options = ExplainOptions.defaults()
                .withMethod(List.of(ExplainMethod.values()).get(index))
                .withSteps(steps)
                .withRandomOrders(random)
                .withSeed(seed);
        options = neutral.isEmpty() ? options : options.withNeutralTexts(neutral);
        return yardstick ? options.withYardstick(ExplainOptions.Yardstick.ALWAYS) : options;
    }

    private ImageTexts input() {
        ImageAndPrompt given = ImageAndPrompt.of(subject, words, session);
        return texts(given.image(), given.prompt());
    }

    private ImageTexts texts(Path image, String prompt) {
        return wordByWord ? ImageTexts.wordByWord(image, prompt) : new ImageTexts(image, List.of(prompt));
    }

    private ScoreRun run() {
        if (!words.isEmpty()) {
            throw NotebookError.of("%clip explain: --worst takes its prompts from the run; leave out "
                    + OneLine.name(String.join(" ", words), 60));
        }
        ScoreRun run = subject == null ? session.latestRun() : session.run(subject);
        if (run == null) {
            throw NotebookError.of("%clip explain: nothing was scored yet; run %clip score first");
        }
        return run;
    }

    private static String subject(@Nullable ScoreRun run) {
        return run == null ? "" : run.name();
    }

    private List<ImageTexts> lowest(ScoreRun run, int count) {
        if (count < 1 || count > MOST_IMAGES) {
            throw NotebookError.of("%clip explain: --worst: expected 1 to " + MOST_IMAGES + ", got " + count);
        }
        PromptTemplate template = run.result().config().template();
        List<ImageTexts> inputs = run.result().rows().stream()
                .filter(row -> row.outcome() instanceof Scored)
                .filter(row -> !row.pair().prompt().text().isBlank())
                .sorted(Comparator.comparingDouble((ScoreRow row) -> ((Scored) row.outcome()).logitsPerImage()))
                .limit(count)
                .map(row -> texts(row.pair().image().path(), scored(row.pair().prompt(), template)))
                .toList();
        if (inputs.isEmpty()) {
            throw NotebookError.of("%clip explain: no image of " + run.name() + " has a score and a prompt");
        }
        return inputs;
    }

    /** The text that was scored. */
    private static String scored(Prompt prompt, @Nullable PromptTemplate template) {
        return template == null ? prompt.text() : template.sentence(prompt.text());
    }

    /** Refuses to load the default model for scores of another model, which would only be refused after its download. */
    private static void requireChosen(@Nullable ScoreRun run) {
        if (run != null
                && !run.result().model().name().equals(ModelRequest.defaults().name())) {
            throw NotebookError.of("%clip explain: " + run.name() + " was scored with "
                    + run.result().model().name() + ", and no model is loaded; load it with %clip model "
                    + run.result().model().name() + " first");
        }
    }

    /** Refuses to explain scores that another model gave. */
    private static void requireSame(ScoreRun run, ClipMeter meter) throws Exception {
        String of = run.result().model().identity();
        if (!of.equals(meter.info().identity())) {
            throw NotebookError.of("%clip explain: " + run.name() + " was scored with "
                    + run.result().model().name() + ", but the model in use is " + meter.name()
                    + "; choose the other with %clip model, or score the run again");
        }
    }

    /** The names of the methods, for completion. */
    static final class Methods implements Iterable<String> {
        static final List<String> NAMES = Arrays.stream(ExplainMethod.values())
                .map(each -> each.name().toLowerCase(Locale.ROOT))
                .toList();

        @Override
        public Iterator<String> iterator() {
            return NAMES.iterator();
        }
    }
}
