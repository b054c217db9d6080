package org.clipmeter;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.clipmeter.embed.EmbeddingKey;
import org.clipmeter.embed.EmbeddingStore;
import org.clipmeter.embed.cache.EmbeddingCache;
import org.clipmeter.failure.Kind;
import org.clipmeter.failure.Section;
import org.clipmeter.hub.HubSettings;
import org.clipmeter.model.LoadedModel;
import org.clipmeter.model.ModelClosedException;
import org.clipmeter.model.ModelException;
import org.clipmeter.model.TwoTower;
import org.clipmeter.model.catalogue.KnownModels;
import org.clipmeter.model.catalogue.ModelFamilies;
import org.clipmeter.model.catalogue.ModelFingerprint;
import org.clipmeter.model.catalogue.ModelLoading;
import org.clipmeter.model.catalogue.ModelSource;
import org.clipmeter.pairs.Images;
import org.clipmeter.pairs.Pairs;
import org.clipmeter.preprocess.ImageRules;
import org.clipmeter.prompts.PromptSet;
import org.clipmeter.report.RunPrompts;
import org.clipmeter.score.ModelInfo;
import org.clipmeter.score.RunConfig;
import org.clipmeter.score.ScoreOptions;
import org.clipmeter.score.ScoreProgress;
import org.clipmeter.score.ScoreResult;
import org.clipmeter.score.Scorer;
import org.clipmeter.shapes.ShapesModel;
import org.jspecify.annotations.Nullable;

/**
 * A loaded CLIP model that scores images against their prompts. Several threads may score at once: their batches take turns
 * in the model. Whoever loads it closes it, which frees its memory, some hundred megabytes to gigabytes; results stay usable.
 *
 * <p>Loading and scoring work on the calling thread and may take minutes. What goes wrong with an image or a prompt costs its own
 * row, see {@link org.clipmeter.score.Failed}; exceptions are for what ends the run.
 *
 * <pre>{@code
 * ClipMeter clip = ClipMeter.load("B/32");
 * ScoreRun run = clip.score(Images.in("results/uce/images"), Tifa.load(300));
 * }</pre>
 */
public final class ClipMeter implements AutoCloseable {
    /** What a CLIP Score does not say; shown with every result. */
    public static final List<String> CAVEATS = List.of(
            "CLIP Score does not detect erasure: pair it with an erasure metric (ASR, ERR, UA_IRA).",
            "Scores are comparable only under the same clip_model_name.");

    /** The versions whose numbers are followed, on a CPU, without torchvision. */
    public static final String REFERENCE = "transformers 5.24.0, Pillow 13.0.0";

    private static final String POM = "/META-INF/maven/org.clipmeter/clipmeter/pom.properties";

    private final ModelSource source;
    private final LoadedModel model;
    private final LoadOptions loading;
    private final @Nullable String commit;
    private final List<String> warnings;
    private final double loadSeconds;
    private final EmbeddingCache cache;
    private final FutureTask<String> fingerprint;

    private ClipMeter(
            ModelSource source,
            LoadedModel model,
            LoadOptions options,
            @Nullable String commit,
            List<String> warnings,
            double loadSeconds) {
        this.source = source;
        this.model = model;
        this.loading = options;
        this.cache = options.cache();
        this.commit = commit;
        this.warnings = List.copyOf(warnings);
        this.loadSeconds = loadSeconds;
        this.fingerprint = new FutureTask<>(() -> {
            cache.open();
            return model.fingerprint(cache.hashes());
        });
    }

    /**
     * Loads the reference's default, {@code openai/clip-vit-large-patch14}, a download of 1.7 GB if it is not in the cache.
     *
     * @throws IOException in one line, if it can't be had or can't be used
     */
    public static ClipMeter load() throws IOException {
        return load(KnownModels.DEFAULT.id());
    }

    /**
     * Loads a model by its Hub id, alias ({@code B/32}, {@code B/16}, {@code L/14}, {@code L/14@336}, {@code PickScore}, {@code
     * HPSv2.1}, {@code shapes}), folder, or the file {@code .pt} of a model of OpenAI; what is not in the cache shared with Python is downloaded.
     *
     * @throws IOException in one line, if it can't be had or can't be used
     */
    public static ClipMeter load(String nameOrFolder) throws IOException {
        return load(nameOrFolder, LoadOptions.defaults());
    }

    /**
     * Loads a model, see {@link #load(String)}, on a device, in a precision, at a revision.
     *
     * @throws IOException in one line, if it can't be had or can't be used
     */
    public static ClipMeter load(String nameOrFolder, LoadOptions options) throws IOException {
        return load(nameOrFolder, options, HubSettings.fromEnvironment(), ModelFamilies.ALL);
    }

    static ClipMeter load(String nameOrFolder, LoadOptions options, HubSettings hub, ModelFamilies families)
            throws IOException {
        long start = System.nanoTime();
        ModelSource source = ModelSource.of(nameOrFolder);
        ModelLoading.Result loaded = ModelLoading.load(
                source, options.revision(), options.model(), hub, options.listener(), families, ShapesModel::folder);
        double seconds = (System.nanoTime() - start) * 1e-9;
        List<String> all = Stream.concat(loaded.warnings().stream(), loaded.model().warnings().stream())
                .toList();
        ClipMeter meter = new ClipMeter(source, loaded.model(), options, loaded.commit(), all, seconds);
        // Gigabytes may have to be read through once; it need not keep anybody waiting yet.
        Thread hashing = new Thread(meter.fingerprint, "clipmeter-fingerprint");
        hashing.setDaemon(true);
        hashing.start();
        return meter;
    }

    /**
     * Scores images against the prompts that they are joined to by key; see {@link Pairs#of(Images, PromptSet)}.
     *
     * @throws IOException if the model can't be used any longer
     * @throws org.clipmeter.pairs.PairingException in one line, if the images and the prompts can't be joined
     * @throws ModelClosedException if the model is closed before or during the run
     */
    public ScoreRun score(Images images, PromptSet prompts) throws IOException {
        return score(
                Pairs.of(images, prompts), prompts.limit(), ScoreOptions.defaults(), ScoreProgress.none(), () -> false);
    }

    /**
     * Scores images that come with their prompts' text, as a manifest gives it; see {@link Pairs#of(Images)}.
     *
     * @throws IOException if the model can't be used any longer
     * @throws org.clipmeter.pairs.PairingException in one line, if an image comes without a text
     * @throws ModelClosedException if the model is closed before or during the run
     */
    public ScoreRun score(Images images) throws IOException {
        return score(Pairs.of(images), null, ScoreOptions.defaults(), ScoreProgress.none(), () -> false);
    }

    /**
     * Scores pairs, on the calling thread.
     *
     * @param pairs what to score, in this order; see {@link Pairs#of(Images, PromptSet)}
     * @param limit the most prompts that were taken, for the result's configuration; null for all
     * @param options the batch size, and which rules to follow
     * @param progress called on this thread between batches; {@link ScoreProgress#none} to receive nothing
     * @param cancelled polled by this thread between batches, and by worker threads between images
     * @throws IOException if the model can't be used any longer
     * @throws org.clipmeter.pairs.PairingException in one line, if a report beside the images shows that they were made from other
     *     prompts
     * @throws ModelClosedException if the model is closed before or during the run
     * @throws org.clipmeter.score.ScoreCancelledException if {@code cancelled} turned true
     */
    public ScoreRun score(
            Pairs pairs,
            @Nullable Integer limit,
            ScoreOptions options,
            ScoreProgress progress,
            BooleanSupplier cancelled)
            throws IOException {
        model.requireOpen();
        RunPrompts.check(pairs);
        ImageRules rules = options.over(model.imageRules());
        TwoTower towers = model.towers(rules);
        RunConfig config = new RunConfig(source.name(), loading.model().device(), limit, rules, options.template());
        Scorer scorer = new Scorer(towers, options, store(), () -> space(towers));
        ScoreResult result = scorer.score(pairs, () -> info(towers), config, progress, cancelled);
        List<String> all = new ArrayList<>(warnings);
        all.addAll(cache.takeWarnings());
        return new ScoreRun(pairs.imagesName(), result, all, ScoringModel.of(this, loading));
    }

    /**
     * What {@link #score(Pairs, Integer, ScoreOptions, ScoreProgress, BooleanSupplier)} would do with these pairs; no embedding is
     * computed. It reads the image files, to look them up in the cache.
     *
     * @param cancelled polled between files, on this thread
     * @throws IOException if the weights can't be read, or were overwritten since they were loaded
     * @throws ModelClosedException if the model is closed
     * @throws CancellationException if {@code cancelled} turned true
     */
    public ScorePlan plan(Pairs pairs, ScoreOptions options, BooleanSupplier cancelled) throws IOException {
        model.requireOpen();
        RunPrompts.check(pairs);
        TwoTower towers = model.towers(options.over(model.imageRules()));
        PlannedModel planned = new PlannedModel(
                source.name(),
                model.device(),
                model.precision(),
                model.parameterCount(),
                PlannedModel.State.LOADED,
                warnings);
        return Planning.withModel(pairs, planned, towers, space(towers), cache, options, cancelled);
    }

    /** The version of clipmeter; {@code (development build)} for classes that Maven did not package. */
    public static String version() {
        Properties properties = new Properties();
        try (InputStream pom = ClipMeter.class.getResourceAsStream(POM)) {
            if (pom != null) {
                properties.load(pom);
            }
        } catch (IOException e) {
            properties.clear(); // the same as a build without the file
        }
        return properties.getProperty("version", "(development build)");
    }

    /** The model's name in results: its Hub id, its folder, or {@code shapes}. */
    public String name() {
        return source.name();
    }

    /**
     * What runs are scored with. The first call waits until the weights are hashed, which reads them through.
     *
     * @throws IOException if the weights can't be read, or were overwritten since they were loaded
     */
    public ModelInfo info() throws IOException {
        return info(model.towers(model.imageRules()));
    }

    private ModelInfo info(TwoTower towers) throws IOException {
        String sha256 = weights(); // waited for in any case: it fails if a file of the Hub's cache was overwritten
        return new ModelInfo(
                source.name(),
                commit == null ? "sha256 " + sha256 : "commit " + commit,
                model.device(),
                model.precision(),
                towers.preprocessing(),
                loadSeconds,
                towers.similarity().metric());
    }

    /**
     * What this model's embeddings depend on besides the image or the text, in one line; see {@link EmbeddingKey}. The first call waits as
     * that of {@link #info} does.
     *
     * @throws IOException if the weights can't be read, or were overwritten since they were loaded
     */
    public String space() throws IOException {
        return space(model.towers(model.imageRules()));
    }

    String space(TwoTower towers) throws IOException {
        String space = ModelFingerprint.of(model, towers.preprocessing(), weights());
        cache.name(space, source.name());
        return space;
    }

    private String weights() throws IOException {
        try {
            return fingerprint.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while the weights were hashed; run it again");
        } catch (CancellationException e) {
            throw new ModelClosedException();
        } catch (ExecutionException e) {
            model.requireOpen(); // closing ends the hashing with a failure of its own
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            if (e.getCause() instanceof OutOfMemoryError) {
                throw new ModelException(
                        Kind.ENVIRONMENT,
                        Section.WEIGHTS,
                        "the weights of " + source.name()
                                + " could not be hashed: Java's heap is full. Give Java more memory"
                                + " with -Xmx and load the model again.",
                        e);
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    /** Seconds from the request to the loaded model, downloads included. */
    public double loadSeconds() {
        return loadSeconds;
    }

    /** Where embeddings are stored; {@link EmbeddingStore#NONE} if they are not. It stays open when this is closed. */
    public EmbeddingStore store() {
        return cache.isOff() ? EmbeddingStore.NONE : cache;
    }

    /** What the user should know about where the model comes from and how it runs, one line each; empty if there is nothing. */
    public List<String> warnings() {
        return warnings;
    }

    /** The model itself, for what is not scoring; closed with this. */
    public LoadedModel model() {
        return model;
    }

    /**
     * Frees the model's memory; closing twice is allowed. A batch of another thread that is in the model is waited for; then that thread's scoring ends
     * with a {@link ModelClosedException}, as does every later one.
     */
    @Override
    public void close() {
        fingerprint.cancel(true);
        model.close();
    }

    @Override
    public String toString() {
        return "ClipMeter[" + source.name() + " on " + model.device() + "]";
    }
}
