package org.clipmeter.notebook.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.clipmeter.Result;
import org.clipmeter.ScoreRun;
import org.clipmeter.TifaOptions;
import org.clipmeter.embed.LongPrompts;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.net.NetException;
import org.clipmeter.notebook.option.ImageRuleOptions;
import org.clipmeter.notebook.option.SourceWords;
import org.clipmeter.notebook.option.Variable;
import org.clipmeter.notebook.session.NotebookError;
import org.clipmeter.notebook.session.Session;
import org.clipmeter.notebook.session.SessionServices;
import org.clipmeter.notebook.view.Cell;
import org.clipmeter.notebook.view.Downloads;
import org.clipmeter.notebook.view.ProgressBar;
import org.clipmeter.notebook.view.Views;
import org.clipmeter.pairs.PairingException;
import org.clipmeter.pairs.PairingKey;
import org.clipmeter.prompts.PromptSet;
import org.clipmeter.report.Generation;
import org.clipmeter.report.ReferenceMetric;
import org.clipmeter.report.configuration.Configuration;
import org.clipmeter.run.ConfiguredRun;
import org.clipmeter.run.RunFolderException;
import org.clipmeter.run.RunOptions;
import org.clipmeter.score.Caching;
import org.clipmeter.score.ScoreOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;
import tech.tablesaw.api.Table;

/** {@code %clip run} and {@code %%clip run}: computes what a configuration of the reference asks for. */
@Command(
        name = "run",
        description = {
            "Computes the metrics of a configuration in the form of eval-learn and eval-unlearn, JSON or YAML, and writes a "
                    + "report as they do. Returns a Table with a row for each metric.",
            "No image is generated: the images are those of the run's folder in the configuration's output_dir, "
                    + "<technique>_<metric>_<run id>/images, or those of --images. Computed are clip_score, ua_ira, asr_* with "
                    + "\"detector\": \"clip\", and the retained arm of err (%%clip erasure --help defines them). Other metrics are listed with "
                    + "the reason why they are not computed. "
                    + "The session uses the configuration's model from then on.",
            "The report has a new run id. Files that clipmeter did not write are never replaced."
        },
        footer = {
            "",
            "Examples:",
            "  %%clip run configs/uce_clip_score.json",
            "  %%%%clip run --images results/uce/images",
            "  { \"output_dir\": \"results\", \"technique\": {\"name\": \"uce\", \"config\": {\"preset\": \"nudity\"}},",
            "    \"metric\": {\"name\": \"clip_score\", \"config\": {\"limit\": 300}} }",
            "The second is a cell of its own: %%%%clip is its first line, the configuration follows below."
        })
final class RunCommand implements Callable<Table>, TextCommand {
    private final Session session;
    private final Cell cell;
    private final Map<String, Object> objects;
    private final @Nullable String body;

    @Parameters(
            paramLabel = "FILE",
            arity = "0..1",
            description =
                    "a configuration: .yaml and .yml are read as YAML, other files as JSON. A cell that begins with "
                            + "%%%%clip run has the configuration below its first line instead.")
    private @Nullable Path file;

    @Option(
            names = "--images",
            paramLabel = "[METRIC=]IMAGES",
            converter = ImagesOf.class,
            description =
                    "where the images are, if not in the run's folder: whatever %%clip score takes, and for ua_ira and err whatever "
                            + "%%clip erasure takes. Without METRIC, those of clip_score, or of the only metric that is asked for")
    private List<ImagesOf.Place> images = new ArrayList<>();

    @Option(
            names = "--images-by",
            paramLabel = "auto|id|leading-id|trailing-id|index",
            converter = Scoring.KeyName.class,
            defaultValue = "auto",
            description =
                    "how images of --images are joined to their prompts, as in %%clip score; those of a run's folder "
                            + "are joined by their places")
    private PairingKey key = PairingKey.AUTO;

    @Option(names = "--run-id", paramLabel = "ID", description = "which run's images, if the output_dir has several")
    private @Nullable String runId;

    @Option(names = "--model", paramLabel = "MODEL", description = "another model than the configuration's")
    private @Nullable String model;

    @Option(names = "--device", paramLabel = "DEVICE", description = "another device than the configuration's")
    private @Nullable String device;

    @Option(
            names = "--preset",
            paramLabel = "eval-learn|eval-unlearn",
            converter = GenerationName.class,
            defaultValue = "eval-learn",
            description =
                    "whose clip_score. eval-learn (default): mean logits_per_image, TIFA's prompts, L/14 unless the "
                            + "configuration names a model; eval-unlearn: mean 100 x cosine, COCO 2017's first captions, B/32")
    private Generation generation = Generation.EVAL_LEARN;

    @Option(
            names = "--prompts",
            paramLabel = "PROMPTS",
            description = SourceWords.SHORT_NAMES
                    + ", a file, or last: those of the last %%tifa. By default those of the preset")
    private @Nullable String prompts;

    @Option(
            names = "--long-prompts",
            paramLabel = "cut|fail",
            converter = Scoring.LongPromptsName.class,
            defaultValue = "fail",
            description =
                    "what to do with prompts longer than the model reads (77 tokens for OpenAI's models): give the "
                            + "row no score, like the reference (default), or cut them")
    private LongPrompts longPrompts = LongPrompts.FAIL;

    @Mixin
    private ImageRuleOptions rules = new ImageRuleOptions();

    @Option(names = "--no-cache", description = "computes every embedding and stores none")
    private boolean noCache;

    @Option(names = "--no-report", description = "writes no report")
    private boolean noReport;

    @Mixin
    private Variable variable = new Variable();

    RunCommand(CommandContext context) {
        this.session = context.session();
        this.cell = context.cell();
        this.objects = context.objects();
        this.body = context.body();
    }

    @Override
    public Table call() throws Exception {
        variable.check();
        Configuration configuration = configuration();
        RunOptions options = RunOptions.defaults()
                .withGeneration(generation)
                .withImages(images(configuration))
                .withKey(key)
                .withRunId(runId)
                .withModel(model)
                .withDevice(device)
                .withPrompts(prompts())
                .withScoring(scoring())
                .withReport(!noReport);
        ConfiguredRun run = run(configuration, options);
        for (ScoreRun scored : run.scoredRuns()) {
            session.keep(scored, null);
        }
        for (Result result : run.erasureResults().values()) {
            session.keep(result, null);
        }
        String name = session.keep(run, variable.name() == null ? run.name() : variable.name());
        Views.show(run.named(name), cell);
        return variable.bind(cell, run.table());
    }

    private Configuration configuration() throws Exception {
        boolean text = body != null && !body.isBlank();
        if (file == null && body == null) {
            throw NotebookError.of("%clip run: name a configuration, or begin a cell with %%clip run and write the"
                    + " configuration below it");
        }
        if (file != null && text) {
            throw NotebookError.of(
                    "%%clip run: there are two configurations, " + file + " and the one in the cell; leave one out");
        }
        return file != null ? Configuration.read(file) : Configuration.parse(String.valueOf(body));
    }

    private Map<ReferenceMetric, String> images(Configuration configuration) {
        Map<ReferenceMetric, String> places = new LinkedHashMap<>();
        for (ImagesOf.Place place : images) {
            ReferenceMetric metric = place.metric() == null ? only(configuration) : place.metric();
            if (places.put(metric, place.place()) != null) {
                throw new InvalidRequestException(
                        "--images names the images of " + metric.key() + " twice; leave one of them out");
            }
        }
        return places;
    }

    /** The metric whose images are named without it: {@code clip_score}, or the only one that the configuration asks for. */
    private static ReferenceMetric only(Configuration configuration) {
        if (configuration.metric(ReferenceMetric.CLIP_SCORE).isPresent()) {
            return ReferenceMetric.CLIP_SCORE;
        }
        List<ReferenceMetric> known = configuration.metrics().stream()
                .flatMap(requested -> requested.known().stream())
                .toList();
        if (known.size() != 1) {
            throw new InvalidRequestException(
                    "--images: the configuration does not ask for clip_score; name the metric: --images "
                            + (known.isEmpty() ? "METRIC" : known.get(0).key()) + "=IMAGES");
        }
        return known.get(0);
    }

    private ScoreOptions scoring() {
        return ScoreOptions.defaults()
                .withLongPrompts(longPrompts)
                .withCaching(noCache ? Caching.OFF : Caching.ON)
                .withPreprocessing(rules.imageRules().preprocessing())
                .withTransparency(rules.imageRules().transparency());
    }

    /** The prompts that were asked for; null for those of the preset. */
    private @Nullable PromptSet prompts() throws Exception {
        if (prompts == null) {
            return null;
        }
        PromptSet known = TifaCommand.known(session, objects, prompts, "or add --prompts FILE");
        if (known != null) {
            return known;
        }
        TifaOptions all = TifaOptions.defaults()
                .withOrigin(SourceWords.origin(prompts))
                .withLimit(null)
                .withQuestions();
        return TifaCommand.read(session, cell, all, "--prompts").prompts();
    }

    private ConfiguredRun run(Configuration configuration, RunOptions options) throws Exception {
        ProgressBar bar = new ProgressBar(cell);
        Downloads downloads = new Downloads(bar);
        ConfiguredRun run;
        try {
            run = session.job().of("%clip run", "").run(bar, cancelled -> {
                bar.note("reading the images and prompts");
                return ConfiguredRun.of(
                        configuration,
                        options,
                        new SessionServices(session, bar, downloads, rules.imageRules(), cancelled));
            });
        } catch (NetException e) {
            throw AdvisedException.ofModel(e);
        } catch (RunFolderException e) {
            throw new AdvisedException(
                    e, e.reason() == RunFolderException.Reason.SEVERAL ? " (--run-id ID)" : " (--images FOLDER)");
        } catch (PairingException e) {
            throw PairingWords.inOptions(e);
        }
        bar.finish("ran " + configuration.title() + (downloads.sum().isEmpty() ? "" : "; " + downloads.sum()));
        return run;
    }

    /** Reads a generation. */
    static final class GenerationName implements ITypeConverter<Generation> {
        @Override
        public Generation convert(String value) {
            return switch (value.toLowerCase(Locale.ROOT)) {
                case "eval-learn" -> Generation.EVAL_LEARN;
                case "eval-unlearn" -> Generation.EVAL_UNLEARN;
                default -> throw new TypeConversionException("expected eval-learn or eval-unlearn, got " + value);
            };
        }
    }

    /** Reads the place of a metric's images. */
    static final class ImagesOf implements ITypeConverter<ImagesOf.Place> {
        /** Where the images of a metric are; the metric is null if only the place is named. */
        record Place(@Nullable ReferenceMetric metric, String place) {}

        @Override
        public Place convert(String value) {
            int sign = value.indexOf('=');
            ReferenceMetric metric = sign < 0
                    ? null
                    : ReferenceMetric.of(value.substring(0, sign).replace('-', '_'))
                            .orElse(null);
            return new Place(metric, metric == null ? value : value.substring(sign + 1));
        }
    }
}
