package org.clipmeter.score;

import com.fasterxml.jackson.databind.SequenceWriter;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;
import org.clipmeter.embed.ImageFlag;
import org.clipmeter.failure.Kind;
import org.clipmeter.files.FileException;
import org.clipmeter.prompts.Prompt;

/** A run as a file. A reader finds the old file or the new one, even if the writer is killed. */
public final class ScoreFile {
    private static final CsvMapper CSV = new CsvMapper();
    private static final List<String> COLUMNS = List.of(
            "index",
            "id",
            "source",
            "prompt",
            "image",
            "logits_per_image",
            "cosine_similarity",
            "clip_s",
            "status",
            "tokens",
            "truncated",
            "flags");

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
        String name = file.toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".csv")) {
            replace(file, csv(result));
        } else if (name.endsWith(".json")) {
            replace(file, result.json() + "\n");
        } else {
            throw refusal(file, "expected a name that ends in .csv or .json");
        }
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
            Integer.toString(row.index()),
            harmless(prompt.id()),
            harmless(prompt.source()),
            harmless(prompt.text()),
            harmless(row.pair().image().name()),
            logits,
            cosine,
            clipS,
            row.outcome().status(),
            Integer.toString(row.tokens()),
            Boolean.toString(row.truncated()),
            row.flags().stream().sorted().map(ImageFlag::column).collect(Collectors.joining(" "))
        };
    }

    private static String harmless(String text) {
        return !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }

    private static void replace(Path file, String text) throws IOException {
        Path target = file.toAbsolutePath();
        Path folder = target.getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw refusal(file, "is in a folder that does not exist; create it, or choose another folder");
        }
        if (Files.isDirectory(target)) {
            throw refusal(file, "is a folder, expected the name of a file in it");
        }
        // Not by createTempFile, whose files nobody else may read.
        Path part = folder.resolve(".clipmeter-" + UUID.randomUUID() + ".part");
        try {
            try (FileChannel channel =
                    FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            try {
                Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
            }
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static FileException refusal(Path file, String reason) {
        return new FileException(Kind.INVALID_REQUEST, null, file, reason, null);
    }
}
