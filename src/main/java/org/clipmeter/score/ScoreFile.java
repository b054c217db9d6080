package org.clipmeter.score;

import com.fasterxml.jackson.databind.SequenceWriter;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.clipmeter.embed.ImageFlag;
import org.clipmeter.files.ExportFile;
import org.clipmeter.prompts.Prompt;

/** A run as a file. A reader finds the old file or the new one, even if the writer is killed. */
public final class ScoreFile {
    private static final CsvMapper CSV = new CsvMapper();

    private ScoreFile() {}

    private static List<String> columns(ModelInfo model) {
        return List.of(
                "id",
                "prompt",
                model.logitColumn(),
                "status",
                "flags",
                "image",
                "cosine_similarity",
                model.probability(0).isPresent() ? "probability" : "clip_s",
                "tokens",
                "truncated",
                "source",
                "index");
    }

    /**
     * Writes a run by the file's extension: {@code .csv} (a row for each image, UTF-8, empty where there is no score;
     * numbers read back to the last bit; a text that a spreadsheet would take for a formula gets an apostrophe in front)
     * or {@code .json} (the reference's form). The extension's case does not matter.
     *
     * @param file in a folder that exists; a file that is there is replaced
     * @throws IOException in one line, if it can't be written
     */
    public static void write(ScoreResult result, Path file) throws IOException {
        ExportFile.write(file, () -> csv(result), result::json);
    }

    private static String csv(ScoreResult result) throws IOException {
        CsvSchema.Builder columns = CsvSchema.builder().setUseHeader(true);
        List<String> names = columns(result.model());
        names.forEach(columns::addColumn);
        StringWriter text = new StringWriter();
        try (SequenceWriter rows = CSV.writer(columns.build()).writeValues(text)) {
            for (ScoreRow row : result.rows()) {
                rows.write(cells(row, result.model()));
            }
        }
        return result.rows().isEmpty() ? String.join(",", names) + "\n" : text.toString();
    }

    private static String[] cells(ScoreRow row, ModelInfo model) {
        Prompt prompt = row.pair().prompt();
        String logits = "";
        String cosine = "";
        String derived = "";
        if (row.outcome() instanceof Scored scored) {
            logits = Double.toString(scored.logitsPerImage());
            cosine = Double.toString(scored.cosineSimilarity());
            derived = Double.toString(model.probability(scored.logitsPerImage()).orElse(scored.clipS()));
        }
        return new String[] {
            harmless(prompt.id()),
            harmless(prompt.text()),
            logits,
            row.outcome().status(),
            row.flags().stream().sorted().map(ImageFlag::column).collect(Collectors.joining(" ")),
            harmless(row.pair().image().name()),
            cosine,
            derived,
            Integer.toString(row.tokens()),
            Boolean.toString(row.truncated()),
            harmless(prompt.source()),
            Integer.toString(row.index())
        };
    }

    private static String harmless(String text) {
        return !text.isEmpty() && "=+-@\t\r\n".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }
}
