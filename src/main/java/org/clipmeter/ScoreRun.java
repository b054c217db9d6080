package org.clipmeter;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.clipmeter.plot.ScoreChart;
import org.clipmeter.plot.ScorePlots;
import org.clipmeter.score.Embeds;
import org.clipmeter.score.ReportedValue;
import org.clipmeter.score.RunEmbeds;
import org.clipmeter.score.RunFile;
import org.clipmeter.score.ScoreFile;
import org.clipmeter.score.ScoreResult;
import org.clipmeter.table.Overview;
import org.clipmeter.table.ScoreTable;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.Table;

/** A finished run: its CLIP Score, table and plot. It is immutable, safe from any thread, and outlives the model that scored it. */
public final class ScoreRun implements Result {
    private final String name;
    private final ScoreResult result;
    private final List<String> warnings;
    private final ScoringModel model;

    ScoreRun(String name, ScoreResult result, List<String> warnings, ScoringModel model) {
        this.name = name;
        this.result = result;
        this.warnings = List.copyOf(warnings);
        this.model = model;
    }

    /**
     * Reads a run back from its export as {@code .json}, with the same values to the last bit; neither a model nor the images are needed.
     *
     * @throws IOException in one line, if the file can't be read, is of another kind, or was changed after it was written
     */
    public static ScoreRun read(Path file) throws IOException {
        RunFile stored = RunFile.read(file);
        return new ScoreRun(
                        stored.name(),
                        stored.result(),
                        stored.warnings(),
                        ScoringModel.of(null, LoadOptions.defaults()))
                .noting("read from " + file + ", which clipmeter " + stored.version() + " wrote at "
                        + stored.written());
    }

    /** What to call the run: where its images come from, unless named otherwise. */
    @Override
    public String name() {
        return name;
    }

    /** The same run under another name. */
    @Override
    public ScoreRun named(String newName) {
        return new ScoreRun(newName, result, warnings, model);
    }

    /** The same run with one more line among its warnings, which its summary shows. */
    public ScoreRun noting(String note) {
        List<String> more = Stream.concat(warnings.stream(), Stream.of(note)).toList();
        return new ScoreRun(name, result, more, model);
    }

    /** The same run with the value by which a package or a paper would report it, which its overview and its JSON state. */
    public ScoreRun reporting(ReportedValue value) {
        return new ScoreRun(name, result.reporting(value), warnings, model);
    }

    /** The CLIP Score: the mean of logits_per_image over the images that have one, about 25 for fitting images; null if none has. */
    public @Nullable Double value() {
        return result.value();
    }

    /** Everything that is known of the run: its pairs, its rows, what it was scored with. */
    public ScoreResult result() {
        return result;
    }

    /** What the user should know about the model and the cache, one line each. */
    @Override
    public List<String> warnings() {
        return warnings;
    }

    /** The result in the reference's JSON form; see {@link ScoreResult#json}. */
    @Override
    public String json() {
        return result.json();
    }

    /** The details in the reference's JSON form: per_image_scores, evaluated_count, total_count, config. */
    public String details() {
        return result.details();
    }

    /**
     * Writes the run to a file that ends in {@code .csv} or {@code .json}; see {@link ScoreFile#write}.
     *
     * @throws IOException in one line, if it can't be written
     */
    @Override
    public void write(Path file) throws IOException {
        ScoreFile.write(result, file);
    }

    /** A row for each image; see {@link ScoreTable#of}. */
    @Override
    public Table table() {
        return ScoreTable.of(result);
    }

    /**
     * The embeddings of the images that have a score, in evaluation order; images that failed have none.
     *
     * @throws IOException as {@link #embeds}
     */
    public Embeds imageEmbeds() throws IOException {
        return embeds(() -> false).images();
    }

    /**
     * The embeddings of the same images' prompts, a row for each image; the images are not read.
     *
     * @throws IOException as {@link #embeds}
     */
    public Embeds textEmbeds() throws IOException {
        return model.use(result, embedder -> RunEmbeds.texts(result, embedder));
    }

    /**
     * The embeddings that the scores were computed from. They are taken from the cache, or else computed again from the image files, by
     * the model that scored the run; if it was closed, or the run was read from a file, the same model is loaded for the call, which may
     * take minutes. Each cosine is compared with that of the run, so that no embedding of another picture is returned.
     *
     * @param cancelled polled by this thread between batches, and by worker threads between images
     * @throws IOException in one line, if an image is missing or is not the one that was scored, if the model can't be loaded, or if its
     *     name stands for other weights or settings now
     * @throws java.util.concurrent.CancellationException if {@code cancelled} turned true
     */
    public RunEmbeds embeds(BooleanSupplier cancelled) throws IOException {
        return model.use(result, embedder -> RunEmbeds.of(name, result, embedder, cancelled));
    }

    /** How the images' scores are spread; see {@link ScorePlots#histogram}. */
    public ScoreChart histogram() {
        return ScorePlots.histogram(result);
    }

    /** One histogram; see {@link #histogram}. */
    @Override
    public List<ScoreChart> charts() {
        return List.of(histogram());
    }

    /** The run itself. */
    @Override
    public List<ScoreRun> scoredRuns() {
        return List.of(this);
    }

    @Override
    public Overview overview() {
        return Overview.of(result);
    }

    /** Value, counts, failures, model, time, and what a CLIP Score does not say. */
    @Override
    public Summary summary() {
        return RunSummary.of(this);
    }

    @Override
    public String toString() {
        return summary().text();
    }
}
