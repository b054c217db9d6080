package org.clipmeter.notebook.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.clipmeter.ClipMeter;
import org.clipmeter.PromptList;
import org.clipmeter.PromptsException;
import org.clipmeter.ScorePlan;
import org.clipmeter.ScoreRun;
import org.clipmeter.Tifa;
import org.clipmeter.TifaOptions;
import org.clipmeter.embed.LongPrompts;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.hub.DownloadListener;
import org.clipmeter.net.NetException;
import org.clipmeter.notebook.option.BatchSize;
import org.clipmeter.notebook.option.ImageRuleOptions;
import org.clipmeter.notebook.option.Preset;
import org.clipmeter.notebook.option.PresetOptions;
import org.clipmeter.notebook.option.Sample;
import org.clipmeter.notebook.option.SourceWords;
import org.clipmeter.notebook.session.ModelRequest;
import org.clipmeter.notebook.session.NotebookError;
import org.clipmeter.notebook.session.Session;
import org.clipmeter.notebook.view.Cell;
import org.clipmeter.notebook.view.Downloads;
import org.clipmeter.notebook.view.ProgressBar;
import org.clipmeter.pairs.Images;
import org.clipmeter.pairs.PairingException;
import org.clipmeter.pairs.PairingKey;
import org.clipmeter.pairs.Pairs;
import org.clipmeter.prompts.ColumnException;
import org.clipmeter.prompts.PromptSet;
import org.clipmeter.prompts.PromptTemplate;
import org.clipmeter.score.Caching;
import org.clipmeter.score.ScoreOptions;
import org.clipmeter.score.ScoreStep;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/**
 * Scores images with a progress bar, for every command that does so, and holds the options that these commands share.
 */
final class Scoring {
    private final Session session;
    private final Cell cell;
    private final String magic;
    private final Map<String, Object> objects;

    /** The effect of running the cell again if this run were cancelled now; empty before the first image. */
    private volatile String again = "";

    /** The options that a preset set, as they would be typed. */
    private final List<String> applied = new ArrayList<>();

    @Option(
            names = "--prompts",
            paramLabel = "PROMPTS",
            description = SourceWords.SHORT_NAMES + ", a file, or last: those of the last %%tifa (default)")
    private @Nullable String prompts;

    @Mixin
    private Sample sample = new Sample();

    @Option(names = "--recursive", description = "also looks into the folder's subfolders")
    private boolean recursive;

    @Option(
            names = "--images-by",
            paramLabel = "auto|id|leading-id|trailing-id|index",
            converter = KeyName.class,
            description = {
                "how an image is joined to its prompt. auto (default): by the folder's manifest.csv, .json, .jsonl or .tsv, or its "
                        + "metadata.csv or .jsonl, or else in the one way that fits all names; if several ways fit, or none fits all, the names are refused.",
                "id: the prompt's id is the whole name (862.png), its beginning if a prompt has several images (862_3.png), "
                        + "or its end (img_862.png); leading-id and trailing-id: only the beginning or only the end; index: "
                        + "the number at the end is the prompt's position, counted from 0. Names that don't fit are left out."
            })
    private @Nullable PairingKey key;

    @Option(
            names = "--long-prompts",
            paramLabel = "cut|fail",
            converter = LongPromptsName.class,
            description =
                    "what to do with prompts longer than the model reads (77 tokens for OpenAI's models): cut them and "
                            + "mark the row (default), or give the row no score, like the reference")
    private @Nullable LongPrompts longPrompts;

    @Option(
            names = "--template",
            paramLabel = "SENTENCE",
            converter = TemplateText.class,
            description =
                    "a sentence with one {} that stands for the prompt; it is embedded in place of the prompt. The CLIPScore of "
                            + "Hessel et al. 2021 takes \"A photo depicts {}\". Only runs with the same template are comparable.")
    private @Nullable PromptTemplate template;

    @Option(
            names = "--batch",
            paramLabel = "N|auto",
            converter = BatchSize.class,
            defaultValue = "auto",
            description = "how many images go through the model at once; auto (default) suits the model and the memory")
    private int batch;

    @Mixin
    private PresetOptions presets = new PresetOptions();

    @Mixin
    private ImageRuleOptions rules = new ImageRuleOptions();

    @Option(names = "--no-cache", description = "computes every embedding and stores none")
    private boolean noCache;

    /** @param magic the command that scores, for messages */
    Scoring(CommandContext context, String magic) {
        this.session = context.session();
        this.cell = context.cell();
        this.magic = magic;
        this.objects = context.objects();
    }

    /** Scores the images of a folder, a pattern, a file that lists them, or a run's folder. */
    ScoreRun score(String place) throws Exception {
        applyPreset();
        Images images = images(place);
        PromptSet chosen = chosen(images, options -> TifaCommand.read(session, cell, options, "--prompts"));
        ScoreRun run = score(pairs(images, chosen), chosen == null ? null : chosen.limit(), options());
        return presets.shown(run, applied, cell);
    }

    /** Joins images to prompts as {@link #score(String)} does, and scores nothing. */
    Pairs pairs(String place) throws Exception {
        applyPreset();
        Images images = images(place);
        return pairs(images, chosen(images, options -> TifaCommand.read(session, cell, options, "--prompts")));
    }

    /** Gives the options that were not given the values of the preset, and notes which. */
    private void applyPreset() {
        Preset preset = presets.preset();
        if (preset == null) {
            return;
        }
        if (prompts == null && preset.prompts() != null) {
            prompts = preset.prompts();
            applied.add("--prompts " + SourceWords.shortName(prompts));
        }
        if (sample.given() == null && !isLast()) {
            applied.add("--limit " + (preset.takesAll() ? "none" : "300"));
        }
        if (key == null && preset.key() != null) {
            key = preset.key();
            applied.add("--images-by leading-id");
        }
        if (longPrompts == null) {
            longPrompts = preset.longPrompts();
            applied.add("--long-prompts " + longPrompts.name().toLowerCase(Locale.ROOT));
        }
        if (template == null && preset.template() != null) {
            template = preset.template();
            applied.add("--template " + template);
        }
    }

    /** The model that a preset loads if none is loaded; null without a preset. */
    private @Nullable ModelRequest modelOfPreset() {
        Preset preset = presets.preset();
        return preset == null ? null : new ModelRequest(preset.model(), null, "fp32", null, rules.imageRules());
    }

    private PairingKey key() {
        return key == null ? PairingKey.AUTO : key;
    }

    /** Finds out what {@link #score} would do, without computing or downloading anything or loading a model. */
    ScorePlan plan(String place) throws Exception {
        applyPreset();
        Images images = images(place);
        Pairs pairs = pairs(images, chosen(images, this::stored));
        ProgressBar bar = new ProgressBar(cell);
        bar.note("planning");
        ScorePlan plan = session.job()
                .of(magic, "")
                .run(bar, cancelled -> session.plan(pairs, options(), modelOfPreset(), cancelled));
        bar.finish("planned the scoring of " + pairs.pairs().size()
                + (pairs.pairs().size() == 1 ? " image" : " images"));
        presets.showSettings(applied, cell);
        return plan;
    }

    /** Prompts that are on this machine. */
    private PromptList stored(TifaOptions options) throws IOException {
        try {
            return Tifa.readStored(options);
        } catch (PromptsException e) {
            if (e.reason() != PromptsException.Reason.UNREACHABLE) {
                throw e;
            }
            throw new InvalidRequestException("--dry-run downloads nothing, and the prompts of " + options.origin()
                    + " are not on this machine; run %tifa --source " + options.origin()
                    + " first, or leave out --dry-run");
        }
    }

    private static Pairs pairs(Images images, @Nullable PromptSet prompts) {
        try {
            return prompts == null ? Pairs.of(images) : Pairs.of(images, prompts);
        } catch (PairingException e) {
            throw PairingWords.inOptions(e);
        }
    }

    /** The options of scoring. */
    ScoreOptions options() {
        return new ScoreOptions(
                batch,
                longPrompts == null ? LongPrompts.CUT : longPrompts,
                noCache ? Caching.OFF : Caching.ON,
                rules.preprocessing(),
                rules.transparency(),
                template);
    }

    private Images images(String place) {
        boolean ofImages = isLast() || objects.containsKey(prompts);
        if (!ofImages
                && sample.idColumn() != null
                && !recursive
                && !objects.containsKey(place)
                && Images.isManifest(place)) {
            try {
                return Images.at(place, sample.idColumn()).by(key());
            } catch (PairingException e) {
                if (!(e.getCause() instanceof ColumnException)) {
                    throw PairingWords.inOptions(e);
                } // the column is only one of the prompt file
            }
        }
        return images(place, ofImages ? sample.idColumn() : null).by(key());
    }

    private Images images(String place, @Nullable String idColumn) {
        if (objects.get(place) instanceof Images given) {
            if (recursive || idColumn != null) {
                throw new InvalidRequestException((recursive ? "--recursive" : "--id-column " + idColumn)
                        + " chooses how a folder or a file is read, but " + place
                        + " holds images already; leave it out");
            }
            return given;
        }
        try {
            return recursive && idColumn == null ? Images.in(place, true) : Images.at(place, idColumn);
        } catch (PairingException e) {
            throw PairingWords.inOptions(e);
        }
    }

    private ScoreRun score(Pairs pairs, @Nullable Integer limit, ScoreOptions options) throws Exception {
        ProgressBar bar = new ProgressBar(cell);
        Downloads downloads = new Downloads(bar);
        ScoreRun done;
        try {
            done = session.job().run(bar, cancelled -> {
                if (session.loaded() == null) {
                    bar.note("loading the model");
                }
                ClipMeter meter = meter(downloads.listener(cancelled));
                bar.stage("Scoring", "images", "scoring");
                return meter.score(pairs, limit, options, step -> show(step, bar), cancelled);
            });
        } catch (CancellationException e) {
            throw NotebookError.cancelled(magic, e, again); // the progress has changed it meanwhile
        } catch (NetException e) {
            throw AdvisedException.ofModel(e);
        }
        String downloaded = downloads.sum().isEmpty() ? "" : "; " + downloads.sum();
        bar.finish(finished(done, bar.cached()) + downloaded);
        return done;
    }

    private ClipMeter meter(DownloadListener listener) throws IOException {
        ModelRequest wanted = modelOfPreset();
        return session.loaded() == null && wanted != null ? session.use(wanted, listener) : session.meter(listener);
    }

    private void show(ScoreStep step, ProgressBar bar) {
        boolean kept = !noCache && session.cache().trouble() == null;
        again = kept ? " to continue from there" : " to start over";
        if (step.stage() == ScoreStep.Stage.IMAGES) {
            bar.update(step.done(), step.total(), step.cached());
        }
    }

    /** How long it took. The rate is that of the images that were computed; a run of no time has none. */
    private static String finished(ScoreRun run, long cached) {
        int total = run.result().totalCount();
        String seconds = String.format(Locale.ROOT, "%.1f", run.result().seconds());
        String text = total + " of " + total + " images in " + seconds + " s";
        long computed = total - cached;
        if (computed > 0 && !seconds.equals("0.0")) {
            text += String.format(
                    Locale.ROOT, " (%.1f images/s)", computed / run.result().seconds());
        }
        return cached > 0 ? text + ", " + cached + " from the cache" : text;
    }

    /** Reads prompts. */
    private interface Reader {
        PromptList read(TifaOptions options) throws Exception;
    }

    /** The prompts to join with; null if the images come with their own. */
    private @Nullable PromptSet chosen(Images images, Reader reader) throws Exception {
        PromptSet last = session.prompts();
        if (prompts == null && images.havePrompts()) {
            boolean lastOnes = images.key() == PairingKey.MANIFEST && last != null && images.agreeWith(last);
            if (!lastOnes && sample.given() != null) {
                throw new InvalidRequestException(sample.given() + " chooses among prompts, but " + images.name()
                        + " states its own; leave it out, or add --prompts");
            }
            return lastOnes ? sample.of(last) : null;
        }
        PromptSet known = TifaCommand.known(
                session,
                objects,
                isLast() ? "last" : String.valueOf(prompts),
                "or add --prompts tifa, --prompts shapes or --prompts FILE");
        if (known != null) {
            return sample.of(known);
        }
        TifaOptions options = sample.from(SourceWords.origin(String.valueOf(prompts)));
        boolean all = presets.preset() != null && presets.preset().takesAll() && sample.given() == null;
        return reader.read(all ? options.withLimit(null) : options).prompts();
    }

    private boolean isLast() {
        return prompts == null || prompts.equalsIgnoreCase("last");
    }

    /** Reads a template. */
    static final class TemplateText implements ITypeConverter<PromptTemplate> {
        @Override
        public PromptTemplate convert(String value) {
            try {
                return new PromptTemplate(value);
            } catch (InvalidRequestException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    /** Reads a key. */
    static final class KeyName implements ITypeConverter<PairingKey> {
        @Override
        public PairingKey convert(String value) {
            return switch (value.toLowerCase(Locale.ROOT)) {
                case "auto" -> PairingKey.AUTO;
                case "id" -> PairingKey.ID;
                case "leading-id" -> PairingKey.LEADING_ID;
                case "trailing-id" -> PairingKey.TRAILING_ID;
                case "index" -> PairingKey.INDEX;
                default ->
                    throw new TypeConversionException(
                            "expected auto, id, leading-id, trailing-id or index, got " + value);
            };
        }
    }

    /** Reads what to do with long prompts. */
    static final class LongPromptsName implements ITypeConverter<LongPrompts> {
        @Override
        public LongPrompts convert(String value) {
            return switch (value.toLowerCase(Locale.ROOT)) {
                case "cut" -> LongPrompts.CUT;
                case "fail" -> LongPrompts.FAIL;
                default -> throw new TypeConversionException("expected cut or fail, got " + value);
            };
        }
    }
}
