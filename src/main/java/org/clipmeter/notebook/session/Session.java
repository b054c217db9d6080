package org.clipmeter.notebook.session;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.clipmeter.ClipMeter;
import org.clipmeter.LoadOptions;
import org.clipmeter.Result;
import org.clipmeter.ScoreRun;
import org.clipmeter.embed.cache.EmbeddingCache;
import org.clipmeter.hub.DownloadListener;
import org.clipmeter.prompts.PromptSet;
import org.jspecify.annotations.Nullable;

/** What lasts from one cell to the next: the model, the last prompts, the runs. */
public final class Session {
    private static final Session CURRENT = new Session();

    private final Job job = new Job();
    private final EmbeddingCache cache;
    private ModelRequest wanted = ModelRequest.DEFAULT;
    private @Nullable ClipMeter meter;
    private @Nullable PromptSet prompts;
    private final KeptResults results = new KeptResults();

    /** A session of its own, with the cache that all share. */
    public Session() {
        this(EmbeddingCache.shared());
    }

    public Session(EmbeddingCache cache) {
        this.cache = cache;
    }

    public static Session current() {
        return CURRENT;
    }

    /**
     * The last run of {@code %clip score}, for Java code in a cell.
     *
     * @throws NotebookError where there is none yet
     */
    public static ScoreRun lastRun() {
        synchronized (CURRENT) {
            ScoreRun last = CURRENT.results.lastRun();
            if (last == null) {
                throw NotebookError.of("lastRun(): nothing was scored yet; run %clip score first");
            }
            return last;
        }
    }

    /** The runs of {@code %clip score} by their names, the oldest first, for Java code in a cell. */
    public static Map<String, ScoreRun> runs() {
        synchronized (CURRENT) {
            return CURRENT.results.runs();
        }
    }

    /**
     * The prompts that {@code %tifa} took last, for Java code in a cell.
     *
     * @throws NotebookError where there are none yet
     */
    public static PromptSet lastPrompts() {
        PromptSet chosen = CURRENT.prompts();
        if (chosen == null) {
            throw NotebookError.of("lastPrompts(): there are none yet; run %tifa first");
        }
        return chosen;
    }

    /** Where work that takes time is done, one after the other. */
    public Job job() {
        return job;
    }

    /** Where embeddings are kept. */
    public EmbeddingCache cache() {
        return cache;
    }

    /**
     * Loads another model and lets the one before go; on failure the one before stays. Within a job only.
     *
     * @throws IOException in one line, if it can't be had or can't be used
     */
    public ClipMeter use(ModelRequest model, DownloadListener listener) throws IOException {
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
    public ClipMeter meter(DownloadListener listener) throws IOException {
        ClipMeter loaded = loaded();
        return loaded != null ? loaded : use(wanted(), listener);
    }

    /** The model in memory, if there is one. */
    public synchronized @Nullable ClipMeter loaded() {
        return meter;
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

    /** The names that results can be called by. */
    public synchronized List<String> resultNames() {
        return results.all().stream().map(kept -> kept.result().name()).toList();
    }

    /** Keeps a result for the cells that follow, and gives the name under which they find it. */
    public synchronized String keep(Result result, @Nullable String name) {
        return results.keep(result, name);
    }

    /** The results kept, the oldest first. */
    public synchronized List<Kept> results() {
        return results.all();
    }

    /**
     * A result by its name or, counted from 1, by its place.
     *
     * @throws NotebookError if there is none
     */
    public synchronized Result result(String nameOrPlace) {
        return results.find(nameOrPlace);
    }

    /**
     * A result of scoring by its name or, counted from 1, by its place.
     *
     * @throws NotebookError if there is none
     */
    public synchronized ScoreRun run(String nameOrPlace) {
        return results.findRun(nameOrPlace);
    }

    /** The last result of scoring; null if there is none. */
    public synchronized @Nullable ScoreRun latestRun() {
        return results.lastRun();
    }
}
