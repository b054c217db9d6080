package org.clipmeter.result.export;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.clipmeter.ClipMeter;
import org.clipmeter.Result;
import org.clipmeter.ScoreRun;
import org.clipmeter.files.ExportFile;
import org.clipmeter.score.RunFile;
import org.clipmeter.table.PaperText;

/** Writes results to files together with what they were computed with. */
public final class Export {
    /** The extensions of the files that can be written. */
    public static final List<String> ENDINGS = List.of(".csv", ".json", ".md", ".tex");

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
     * </ul>
     *
     * <p>The provenance states clipmeter's version, the date, and for each run the model with its revision, the precision, the
     * preprocessing, the template, the prompts with their SHA-256, the images and what failed. All files are UTF-8 and replaced as a whole.
     *
     * @param file in a folder that exists; a file that is there is replaced
     * @throws IOException in one line, if it can't be written
     */
    public static void write(Result result, Path file) throws IOException {
        String ending = ExportFile.ending(file, ENDINGS);
        Provenance provenance = new Provenance(result, Instant.now());
        switch (ending) {
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

    /** The file that has the provenance of a {@code .csv} or {@code .json} file: {@code scores.csv.provenance.json} beside it. */
    public static Path provenanceOf(Path file) {
        return file.resolveSibling(file.getFileName() + ".provenance.json");
    }
}
