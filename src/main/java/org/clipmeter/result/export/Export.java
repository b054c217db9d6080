package org.clipmeter.result.export;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.clipmeter.ClipMeter;
import org.clipmeter.Result;
import org.clipmeter.ScoreRun;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.files.ExportFile;
import org.clipmeter.score.RunFile;
import org.clipmeter.table.PaperText;

/** Writes results to files together with what they were computed with. */
public final class Export {
    /** The extensions of the files that can be written. */
    public static final List<String> ENDINGS =
            List.of(".csv", ".json", ".md", ".tex", ".parquet", ".npy", ".safetensors");

    private Export() {}

    /**
     * Writes a result, whatever it is, in the form that the file's extension names; the extension's case does not matter.
     *
     * <ul>
     *   <li>{@code .csv}, {@code .json}: as {@link Result#write} does. Since these files have no comments, the provenance is in a second
     *       file beside it, see {@link #provenanceOf}. The {@code .json} of a run also has, as its key {@code clipmeter}, all that
     *       {@link ScoreRun#read} needs to read the run back.
     *   <li>{@code .md}: the table in GitHub's Markdown, with the provenance as a comment.
     *   <li>{@code .tex}: the table for LaTeX with booktabs and siunitx, with the provenance as a comment.
     *   <li>{@code .parquet}: the table with its types, missing values as nulls, and the provenance in the file's metadata as {@code
     *       clipmeter}.
     *   <li>{@code .npy}: the embeddings of a run's images as an array of 32-bit floats of shape (images, projection_dim). Those of the
     *       images' prompts, row by row, are in a second file, see {@link #textsOf}; what the rows belong to is in a third, see {@link
     *       #idsOf}, and the provenance in a fourth.
     *   <li>{@code .safetensors}: the same as tensors {@code image_embeds} and {@code text_embeds} of one file, whose metadata has the
     *       provenance as {@code clipmeter}, and JSON arrays {@code index}, {@code id} and {@code image}.
     * </ul>
     *
     * <p>Embeddings are those of {@link ScoreRun#embeds}: images that failed have none, and a model that is no longer loaded is loaded
     * for them.
     *
     * <p>The provenance states clipmeter's version, the date, and for each run the model with its revision, the precision, the
     * preprocessing, the template, the prompts with their SHA-256, the images and what failed. All files are UTF-8 and replaced as a whole.
     *
     * @param file in a folder that exists; a file that is there is replaced
     * @throws IOException in one line, if it can't be written, or embeddings can't be had
     * @throws InvalidRequestException in one line, for embeddings of anything but a run
     */
    public static void write(Result result, Path file) throws IOException {
        write(result, file, () -> false);
    }

    /**
     * Writes a result as {@link #write(Result, Path)} does.
     *
     * @param cancelled polled while embeddings are computed; nothing is written if it turns true
     * @throws IOException in one line, if it can't be written, or embeddings can't be had
     * @throws InvalidRequestException in one line, for embeddings of anything but a run
     * @throws java.util.concurrent.CancellationException if {@code cancelled} turned true
     */
    public static void write(Result result, Path file, BooleanSupplier cancelled) throws IOException {
        String ending = ExportFile.ending(file, ENDINGS);
        Provenance provenance = new Provenance(result, Instant.now());
        switch (ending) {
            case ".npy", ".safetensors" -> {
                if (!(result instanceof ScoreRun run)) {
                    throw new InvalidRequestException("export: " + result.name()
                            + " has no embeddings, since it is not a single run; expected a run for a file that ends in "
                            + ending);
                }
                EmbeddingFiles.write(run.embeds(cancelled), file, ending, provenance);
            }
            case ".parquet" -> ParquetTable.write(result.table(), file, Map.of("clipmeter", provenance.json()));
            case ".md" -> ExportFile.write(file, PaperText.markdown(result.table(), provenance.lines()));
            case ".tex" -> ExportFile.write(file, PaperText.latex(result.table(), provenance.lines()));
            default -> {
                if (ending.equals(".json") && result instanceof ScoreRun run) {
                    ExportFile.write(file, whole(run) + "\n");
                } else {
                    result.write(file);
                }
                ExportFile.write(provenanceOf(file), provenance.json() + "\n");
            }
        }
    }

    private static String whole(ScoreRun run) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        return RunFile.text(run.name(), run.result(), run.warnings(), ClipMeter.version(), now);
    }

    /** Whether a file is for embeddings, by its extension. */
    public static boolean isForEmbeddings(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".npy") || name.endsWith(".safetensors");
    }

    /** The file that has the embeddings of the prompts of a {@code .npy} file: {@code run.npy.texts.npy} beside it. */
    public static Path textsOf(Path file) {
        return file.resolveSibling(file.getFileName() + ".texts.npy");
    }

    /** The file that says what the rows of a {@code .npy} file belong to: {@code run.npy.ids.csv} beside it. */
    public static Path idsOf(Path file) {
        return file.resolveSibling(file.getFileName() + ".ids.csv");
    }

    /**
     * The file that has the provenance of a {@code .csv}, {@code .json} or {@code .npy} file: {@code scores.csv.provenance.json} beside it.
     */
    public static Path provenanceOf(Path file) {
        return file.resolveSibling(file.getFileName() + ".provenance.json");
    }
}
