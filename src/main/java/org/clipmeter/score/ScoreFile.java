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
    private static final List<String> COLUMNS = List.of(
            "id",
            "prompt",
            "logits_per_image",
            "status",
            "flags",
            "image",
            "cosine_similarity",
            "clip_s",
            "tokens",
            "truncated",
            "source",
            "index");

    private ScoreFile() {}

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
        COLUMNS.forEach(columns::addColumn);
        StringWriter text = new StringWriter();
        try (SequenceWriter rows = CSV.writer(columns.build()).writeValues(text)) {
            for (ScoreRow row : result.rows()) {
                rows.write(cells(row));
            }
        }
        return result.rows().isEmpty() ? String.join(",", COLUMNS) + "\n" : text.toString();
    }

    private static String[] cells(ScoreRow row) {
        Prompt prompt = row.pair().prompt();
        String logits = "";
        String cosine = "";
        String clipS = "";
        if (row.outcome() instanceof Scored scored) {
            logits = Double.toString(scored.logitsPerImage());
            cosine = Double.toString(scored.cosineSimilarity());
            clipS = Double.toString(scored.clipS());
        }
        return new String[] {
            harmless(prompt.id()),
            harmless(prompt.text()),
            logits,
            row.outcome().status(),
            row.flags().stream().sorted().map(ImageFlag::column).collect(Collectors.joining(" ")),
            harmless(row.pair().image().name()),
            cosine,
            clipS,
            Integer.toString(row.tokens()),
            Boolean.toString(row.truncated()),
            harmless(prompt.source()),
            Integer.toString(row.index())
        };
    }

    private static String harmless(String text) {
        return !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }
}
