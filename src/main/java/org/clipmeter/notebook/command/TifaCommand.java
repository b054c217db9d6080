package org.clipmeter.notebook.command;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.clipmeter.PromptList;
import org.clipmeter.PromptsException;
import org.clipmeter.Tifa;
import org.clipmeter.TifaOptions;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.failure.NearNames;
import org.clipmeter.failure.OneLine;
import org.clipmeter.notebook.option.Sample;
import org.clipmeter.notebook.option.SourceWords;
import org.clipmeter.notebook.option.Variable;
import org.clipmeter.notebook.session.Session;
import org.clipmeter.notebook.view.Cell;
import org.clipmeter.notebook.view.Downloads;
import org.clipmeter.notebook.view.Output;
import org.clipmeter.notebook.view.ProgressBar;
import org.clipmeter.prompts.PromptSet;
import org.clipmeter.prompts.TifaReader;
import org.clipmeter.prompts.source.PromptSource;
import org.clipmeter.table.PromptTable;
import org.clipmeter.table.QuestionTable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.ScopeType;
import tech.tablesaw.api.Table;

/** {@code %tifa}: selects the prompts that images are scored against. */
@Command(
        name = "%tifa",
        description = "Selects TIFA prompts for %%clip score. Returns a Table of id, source, prompt, n_questions.",
        footer = {
            "",
            "Examples:",
            "  Table prompts = %%tifa --limit 300",
            "  %%tifa --sample stratified --seed 7",
            "  %%tifa --source shapes              the bundled prompts, without a network",
            "  %%tifa --source v1.0,drawbench      one block of TIFA v1.0",
            "  %%tifa qa --limit 20                the prompts' questions and answers"
        })
final class TifaCommand implements Callable<Table> {
    private final Session session;
    private final Cell cell;

    @Mixin
    private Sample sample = new Sample();

    @Option(
            names = "--source",
            paramLabel = "SOURCE[,BLOCK]",
            split = ",",
            scope = ScopeType.INHERIT,
            description = "where the prompts come from: " + SourceWords.NAMES
                    + ", or a file. Blocks to select can follow: coco, drawbench, partiprompt, paintskill.")
    private List<String> sources = new ArrayList<>();

    @Mixin
    private Variable variable = new Variable();

    TifaCommand(CommandContext context) {
        this.session = context.session();
        this.cell = context.cell();
    }

    @Override
    public Table call() throws Exception {
        return variable.bind(cell, take().table());
    }

    /** {@code %tifa qa}: shows the prompts' questions. */
    @Command(
            name = "qa",
            description =
                    "Selects TIFA prompts like %%tifa. Returns a Table of their questions, choices, answers and elements.")
    static final class Questions implements Callable<Table> {
        private final Cell cell;

        @ParentCommand
        private @Nullable TifaCommand tifa;

        Questions(CommandContext context) {
            this.cell = context.cell();
        }

        @Override
        public Table call() throws Exception {
            TifaCommand options = Objects.requireNonNull(tifa);
            return options.variable.bind(cell, QuestionTable.of(options.take().prompts()));
        }
    }

    /** {@code %clip prompts}: shows the prompts of any source, and leaves those of the last {@code %tifa} as they are. */
    @Command(
            name = "prompts",
            description =
                    "Shows the prompts of a source or of a file, without selecting them for %%clip score. Returns a Table of id, "
                            + "source, prompt, n_questions.",
            footer = {
                "",
                "Examples:",
                "  %%clip prompts coco --limit 20",
                "  %%clip prompts captions_val2017.json",
                "  Table cases = %%clip prompts coco_30k.csv --limit none",
                "  %%clip prompts v1.0,drawbench --sample stratified --seed 7"
            })
    static final class Prompts implements Callable<Table> {
        private final Session session;
        private final Cell cell;
        private final Map<String, Object> objects;

        @Parameters(
                paramLabel = "PROMPTS[,BLOCK]",
                split = ",",
                arity = "1",
                description = SourceWords.SHORT_NAMES
                        + ", a file, or last: those of the last %%tifa. Blocks to show can follow, such as drawbench.")
        private List<String> words = new ArrayList<>();

        @Mixin
        private Sample sample = new Sample();

        @Mixin
        private Variable variable = new Variable();

        Prompts(CommandContext context) {
            this.session = context.session();
            this.cell = context.cell();
            this.objects = context.objects();
        }

        @Override
        public Table call() throws Exception {
            variable.check();
            String first = words.get(0).strip();
            List<String> blocks = words.subList(1, words.size()).stream()
                    .map(word -> word.strip().toLowerCase(Locale.ROOT))
                    .filter(word -> !word.isEmpty())
                    .toList();
            PromptSet known = known(session, objects, first, "or name a source: %clip prompts tifa");
            if (known != null && !blocks.isEmpty()) {
                throw new InvalidRequestException("the block " + blocks.get(0)
                        + " can't be chosen from prompts that were selected before; name their source, "
                        + "such as v1.0," + blocks.get(0));
            }
            return variable.bind(cell, known == null ? read(first, blocks) : PromptTable.of(sample.of(known)));
        }

        private Table read(String word, List<String> blocks) throws Exception {
            String origin = SourceWords.origin(word);
            if (!isOrigin(origin)) {
                List<String> names = Stream.concat(
                                Tifa.sources().stream().map(PromptSource::shortName), Stream.of("last"))
                        .toList();
                throw new InvalidRequestException(OneLine.name(word, 100)
                        + ": there is no such source or file; expected " + String.join(", ", names) + " or a file"
                        + NearNames.suggestion(word, names));
            }
            refuseUnknownBlocks(origin, blocks);
            return TifaCommand.read(session, cell, sample.from(origin).withSources(blocks), "%clip prompts")
                    .table();
        }
    }

    private PromptList take() throws Exception {
        variable.check();
        TifaOptions options = options();
        PromptList read = read(session, cell, options, "--source");
        session.prompts(read.prompts());
        return read;
    }

    /** An origin is the name of a source or a file; any other word is a block. */
    private TifaOptions options() {
        @Nullable String origin = null;
        List<String> blocks = new ArrayList<>();
        String whole = String.join(",", sources);
        for (String source : sources.size() > 1 && new File(whole).isFile() ? List.of(whole) : sources) {
            String word = source.strip();
            if (isOrigin(word) && origin != null) {
                throw new InvalidRequestException("--source names two sources, " + OneLine.name(origin, 100) + " and "
                        + OneLine.name(word, 100) + "; expected one, behind which blocks may follow");
            }
            if (isOrigin(word)) {
                origin = word;
            } else if (!word.isEmpty()) {
                blocks.add(word.toLowerCase(Locale.ROOT));
            }
        }
        String chosen = origin == null ? Tifa.REFERENCE : origin;
        refuseUnknownBlocks(chosen, blocks);
        return sample.from(chosen).withSources(blocks);
    }

    /** Refuses what is not a block of TIFA, if the prompts are TIFA's, before anything is downloaded. */
    private static void refuseUnknownBlocks(String origin, List<String> blocks) {
        boolean ofTifa = List.of(Tifa.REFERENCE, Tifa.V1).contains(origin.toLowerCase(Locale.ROOT));
        for (String block : blocks) {
            if (ofTifa && !TifaReader.BLOCKS.contains(block)) {
                throw unknown(block);
            }
        }
    }

    /** The refusal of a word that is not a source, a file or a block, before anything is downloaded. */
    private static InvalidRequestException unknown(String word) {
        List<String> sourceNames =
                Tifa.sources().stream().map(PromptSource::name).toList();
        List<String> all = new ArrayList<>(sourceNames);
        all.addAll(TifaReader.BLOCKS);
        return new InvalidRequestException("--source " + OneLine.name(word, 100)
                + ": there is no such source, file or block; expected " + String.join(", ", sourceNames)
                + ", a file, or a block of TIFA (" + String.join(", ", TifaReader.BLOCKS) + ")"
                + NearNames.suggestion(word, all));
    }

    private static boolean isOrigin(String word) {
        return Tifa.source(word) != null
                || word.chars().anyMatch(c -> c == '/' || c == '\\' || c == '.')
                || new File(word).isFile();
    }

    /**
     * The prompts that a variable holds, or those of the last {@code %tifa}; null for a source or a file.
     *
     * @param advice what to do besides {@code %tifa} if it was not run yet
     */
    static @Nullable PromptSet known(Session session, Map<String, Object> objects, String word, String advice) {
        if (objects.get(word) instanceof PromptSet given) {
            return given;
        }
        if (!word.equalsIgnoreCase("last")) {
            return null;
        }
        PromptSet last = session.prompts();
        if (last == null) {
            throw new InvalidRequestException("no prompts were chosen; run %tifa first, " + advice);
        }
        return last;
    }

    /**
     * Reads prompts, shows their download, and shows warnings about them.
     *
     * @param option the option that chooses the prompts, for messages
     */
    static PromptList read(Session session, Cell cell, TifaOptions options, String option) throws Exception {
        ProgressBar bar = new ProgressBar(cell);
        Downloads downloads = new Downloads(bar);
        PromptList read;
        try {
            read = session.job().run(bar, cancelled -> Tifa.read(options.withListener(downloads.listener(cancelled))));
        } catch (PromptsException e) {
            throw new AdvisedException(e, choice(e.reason(), option));
        }
        if (!downloads.sum().isEmpty()) {
            bar.finish(downloads.sum());
        }
        List<String> problems = read.warnings();
        if (!problems.isEmpty()) {
            int shown = Math.min(3, problems.size());
            String more = problems.size() > shown ? "\n… " + (problems.size() - shown) + " more" : "";
            if (read.prompts().ids().column().isUncertain()) {
                more += "\n--id-column NAME uses another column as ids";
            }
            cell.show(Output.message(String.join("\n", problems.subList(0, shown)) + more));
        }
        return read;
    }

    /** The advice on how to choose other prompts with the magic. */
    private static String choice(PromptsException.Reason reason, String option) {
        return switch (reason) {
            case UNREACHABLE -> " (" + option + " FILE, " + option + " shapes)";
            case NO_FILE -> "; name the file (" + option + " FILE)";
            case NO_COLUMN -> " (--id-column NAME)";
            case REFUSED -> "";
        };
    }
}
