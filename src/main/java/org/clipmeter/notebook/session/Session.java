package org.clipmeter.notebook.session;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.clipmeter.ClipMeter;
import org.clipmeter.LoadOptions;
import org.clipmeter.Result;
import org.clipmeter.ScorePlan;
import org.clipmeter.ScoreRun;
import org.clipmeter.embed.cache.EmbeddingCache;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.hub.DownloadListener;
import org.clipmeter.pairs.Pairs;
import org.clipmeter.prompts.PromptSet;
import org.clipmeter.score.ScoreOptions;
import org.clipmeter.shapes.field.NamedFields;
import org.jspecify.annotations.Nullable;

/** The state that lasts from one cell to the next: the model, the last prompts, the results. */
public final class Session {
    private static final Session CURRENT = new Session();

    private final Job job = new Job();
    private final EmbeddingCache cache;
    private ModelRequest wanted = ModelRequest.defaults();
    private @Nullable ClipMeter meter;
    private @Nullable PromptSet prompts;
    private final KeptResults results = new KeptResults();
    private final NamedFields fields;

    /** Creates a session that uses the embedding cache shared by all sessions. */
    public Session() {
        this(EmbeddingCache.shared());
    }

    public Session(EmbeddingCache cache) {
        this(cache, NamedFields.bundled());
    }

    /** Creates a session with text-to-image models of the shapes world. */
    public Session(EmbeddingCache cache, NamedFields fields) {
        this.cache = cache;
        this.fields = fields;
    }

    public static Session current() {
        return CURRENT;
    }

    /**
     * The last run of {@code %clip score}, for Java code in a cell.
     *
     * @throws NotebookError if nothing was scored yet
     */
    static ScoreRun lastRun() {
        synchronized (CURRENT) {
            ScoreRun last = CURRENT.results.lastRun();
            if (last == null) {
                throw NotebookError.of("lastRun(): nothing was scored yet; run %clip score first");
            }
            return last;
        }
    }

    /**
     * The prompts that {@code %tifa} selected last, for Java code in a cell.
     *
     * @throws NotebookError if {@code %tifa} was not run yet
     */
    static PromptSet lastPrompts() {
        PromptSet chosen = CURRENT.prompts();
        if (chosen == null) {
            throw NotebookError.of("lastPrompts(): no prompts were taken yet; run %tifa first");
        }
        return chosen;
    }

    /** Runs work that takes time, one job after the other. */
    public Job job() {
        return job;
    }

    /** The cache in which embeddings are stored. */
    public EmbeddingCache cache() {
        return cache;
    }

    /** The text-to-image models of the shapes world, by name. Use and put them only within a job. */
    public NamedFields fields() {
        return fields;
    }

    /**
     * Loads another model and closes the previous one. If loading fails, the previous model stays. Call it only within
     * a job.
     *
     * @throws IOException if the model can't be obtained or used; the message has one line
     */
    public ClipMeter use(ModelRequest model, DownloadListener listener) throws IOException {
        ClipMeter loaded = ClipMeter.load(model.name(), options(model, listener));
        ClipMeter before;
        synchronized (this) {
            before = meter;
            meter = loaded;
            wanted = model;
        }
        if (before != null) {
            before.close();
        }
        return loaded;
    }

    private LoadOptions options(ModelRequest model, DownloadListener listener) throws IOException {
        return LoadOptions.defaults()
                .withDevice(model.device())
                .withPrecision(model.precision())
                .withRevision(model.revision())
                .withImageRules(model.images())
                .withListener(listener)
                .withCache(cache);
    }

    /** The session's model, which is loaded when it is first needed. Call it only within a job. */
    public ClipMeter meter(DownloadListener listener) throws IOException {
        ClipMeter loaded = loaded();
        return loaded != null ? loaded : use(wanted(), listener);
    }

    /** The model in memory; null if none is loaded. */
    public synchronized @Nullable ClipMeter loaded() {
        return meter;
    }

    /**
     * What scoring these pairs with the session's model would do; the model is not loaded for it. The time is estimated from
     * the last run with the same model.
     *
     * @param otherwise the model that would be loaded if none is; null for the one that was asked for last
     */
    public ScorePlan plan(
            Pairs pairs, ScoreOptions options, @Nullable ModelRequest otherwise, BooleanSupplier cancelled)
            throws IOException {
        ClipMeter loaded = loaded();
        ModelRequest model = otherwise == null ? wanted() : otherwise;
        ScorePlan plan = loaded != null
                ? loaded.plan(pairs, options, cancelled)
                : ScorePlan.of(pairs, model.name(), options(model, DownloadListener.none()), options, cancelled);
        for (ScoreRun run : runsSoFar().values()) {
            plan = plan.basedOn(run);
        }
        return plan;
    }

    private synchronized Map<String, ScoreRun> runsSoFar() {
        return results.runs();
    }

    private synchronized ModelRequest wanted() {
        return wanted;
    }

    public synchronized @Nullable PromptSet prompts() {
        return prompts;
    }

    public synchronized void prompts(PromptSet chosen) {
        prompts = chosen;
    }

    /** The names of all results. */
    public synchronized List<String> resultNames() {
        return results.all().stream().map(kept -> kept.result().name()).toList();
    }

    /** Stores a result for later cells and returns the name under which they find it. */
    public synchronized String keep(Result result, @Nullable String name) {
        return results.keep(result, name, null);
    }

    /** Stores a result that was read from a file, for later cells, and returns the name under which they find it. */
    public synchronized String keepLoaded(Result result, @Nullable String name, String file) {
        return results.keep(result, name, file);
    }

    /** The name of a run that Java code has: the one that it is stored under or, if it is not stored, this one, under which it then is. */
    public synchronized String nameOf(ScoreRun run, String otherwise) {
        return results.runs().entrySet().stream()
                .filter(stored -> stored.getValue().result().equals(run.result()))
                .map(Map.Entry::getKey)
                .reduce((earlier, later) -> later)
                .orElseGet(() -> keep(run, otherwise));
    }

    /** The stored results, the oldest first. */
    public synchronized List<Kept> results() {
        return results.all();
    }

    /**
     * A result by its name or, counted from 1, by its place.
     *
     * @throws InvalidRequestException if there is no such result
     */
    public synchronized Result result(String nameOrPlace) {
        return results.find(nameOrPlace);
    }

    /**
     * A result of scoring by its name or, counted from 1, by its place.
     *
     * @throws InvalidRequestException if there is no such result
     */
    public synchronized ScoreRun run(String nameOrPlace) {
        return results.findRun(nameOrPlace);
    }

    /** The last result of scoring; null if nothing was scored yet. */
    public synchronized @Nullable ScoreRun latestRun() {
        return results.lastRun();
    }
}
