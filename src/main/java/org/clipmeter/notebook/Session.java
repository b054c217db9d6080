package org.clipmeter.notebook;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.clipmeter.ClipMeter;
import org.clipmeter.LoadOptions;
import org.clipmeter.ScoreRun;
import org.clipmeter.embed.cache.EmbeddingCache;
import org.clipmeter.hub.DownloadListener;
import org.clipmeter.model.KnownModels;
import org.clipmeter.preprocess.ImageRules;
import org.clipmeter.prompts.PromptSet;
import org.jspecify.annotations.Nullable;

/** What lasts from one cell to the next: the model, the last prompts, the runs. */
public final class Session {
    private static final Session CURRENT = new Session();

    /**
     * Prompts and how many were asked for.
     *
     * @param limit the most that were asked for; null for all
     */
    record Chosen(PromptSet prompts, @Nullable Integer limit) {}

    /** A model as it was asked for. */
    record Wanted(
            String name,
            @Nullable String device,
            String precision,
            @Nullable String revision,
            ImageRules images) {
        /** The reference's default. */
        static final Wanted DEFAULT = new Wanted(KnownModels.DEFAULT.id(), null, "fp32", null, ImageRules.DEFAULT);
    }

    private final Job job = new Job();
    private final EmbeddingCache cache;
    private Wanted wanted = Wanted.DEFAULT;
    private @Nullable ClipMeter meter;
    private @Nullable Chosen prompts;
    private final KeptRuns runs = new KeptRuns();
    private @Nullable Object handed;

    Session() {
        this(EmbeddingCache.shared());
    }

    Session(EmbeddingCache cache) {
        this.cache = cache;
    }

    static Session current() {
        return CURRENT;
    }

    /**
     * The last run of {@code %clip score}, for Java code in a cell.
     *
     * @throws NotebookError where there is none yet
     */
    public static ScoreRun lastRun() {
        synchronized (CURRENT) {
            ScoreRun last = CURRENT.runs.last();
            if (last == null) {
                throw NotebookError.of("lastRun(): nothing was scored yet; run %clip score first");
            }
            return last;
        }
    }

    /** The runs of {@code %clip score} by their names, the oldest first, for Java code in a cell. */
    public static Map<String, ScoreRun> runs() {
        synchronized (CURRENT) {
            return CURRENT.runs.byName();
        }
    }

    /**
     * The prompts that {@code %tifa} took last, for Java code in a cell.
     *
     * @throws NotebookError where there are none yet
     */
    public static PromptSet lastPrompts() {
        Chosen chosen = CURRENT.prompts();
        if (chosen == null) {
            throw NotebookError.of("lastPrompts(): there are none yet; run %tifa first");
        }
        return chosen.prompts();
    }

    /** Keeps a value for {@link #handedOver}. */
    public static void handOver(Object value) {
        synchronized (CURRENT) {
            CURRENT.handed = value;
        }
    }

    /** The value that a magic is about to declare as a variable. */
    public static @Nullable Object handedOver() {
        synchronized (CURRENT) {
            Object value = CURRENT.handed;
            CURRENT.handed = null;
            return value;
        }
    }

    /** Where work that takes time is done, one after the other. */
    Job job() {
        return job;
    }

    /** Where embeddings are kept. */
    EmbeddingCache cache() {
        return cache;
    }

    /**
     * Loads another model and lets the one before go; on failure the one before stays. Within a job only.
     *
     * @throws IOException in one line, if it can't be had or can't be used
     */
    ClipMeter use(Wanted model, DownloadListener listener) throws IOException {
        LoadOptions options = LoadOptions.defaults()
                .onDevice(model.device())
                .inPrecision(model.precision())
                .atRevision(model.revision())
                .withImageRules(model.images())
                .heardBy(listener)
                .cachedIn(cache);
        ClipMeter loaded = ClipMeter.load(model.name(), options);
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

    /** The session's model, loaded when it is first needed. Within a job only. */
    ClipMeter meter(DownloadListener listener) throws IOException {
        ClipMeter loaded = loaded();
        return loaded != null ? loaded : use(wanted(), listener);
    }

    /** The model in memory, if there is one. */
    synchronized @Nullable ClipMeter loaded() {
        return meter;
    }

    private synchronized Wanted wanted() {
        return wanted;
    }

    synchronized @Nullable Chosen prompts() {
        return prompts;
    }

    synchronized void prompts(Chosen chosen) {
        prompts = chosen;
    }

    /** The names that runs can be called by. */
    synchronized List<String> runNames() {
        return runs.all().stream().map(kept -> kept.run().name()).toList();
    }

    /** Keeps a run for the cells that follow, under a name of its own. */
    synchronized ScoreRun keep(ScoreRun run, @Nullable String name) {
        return runs.keep(run, name);
    }

    /** The runs kept, the oldest first. */
    synchronized List<KeptRuns.Kept> keptRuns() {
        return runs.all();
    }

    /**
     * A run by its name or, counted from 1, by its place.
     *
     * @throws NotebookError where there is none such
     */
    synchronized ScoreRun run(String nameOrPlace) {
        return runs.find(nameOrPlace);
    }
}
