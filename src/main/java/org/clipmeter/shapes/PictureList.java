package org.clipmeter.shapes;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.clipmeter.files.AtomicFile;
import org.clipmeter.files.CsvTable;
import org.clipmeter.files.FileException;
import org.clipmeter.files.FileText;
import org.clipmeter.prompts.Prompt;

/**
 * The list beside drawn pictures that states the prompt of each, so that no prompt must be guessed from a file name.
 */
public final class PictureList {
    /** The list's file name, under which scoring looks for it. */
    static final String NAME = "manifest.csv";

    private static final List<String> COLUMNS = List.of("image", "id", "source", "prompt");

    private final Path file;
    private final Map<String, List<String>> rows = new LinkedHashMap<>();

    /** Reads the list in a folder, if there is one that was written here. Pictures drawn earlier stay listed. */
    public PictureList(Path folder) throws IOException {
        this.file = folder.resolve(NAME);
        if (!Files.isRegularFile(file)) {
            return;
        }
        CsvTable before = CsvTable.read(FileText.of(file).text(), COLUMNS::equals);
        if (before == null) {
            throw new FileException(
                    file,
                    "is not a list of drawn pictures, and the new pictures would be listed in this file; move it away, or draw"
                            + " into another folder");
        }
        for (CsvTable.Row row : before.rows()) {
            if (row.problem() == null && Files.exists(folder.resolve(row.cells().get(0)))) {
                rows.put(row.cells().get(0), row.cells());
            }
        }
    }

    /** Deletes the old list while pictures change; without a list, prompts are found from the pictures' names. */
    public void remove() throws IOException {
        Files.deleteIfExists(file);
    }

    public void add(String picture, Prompt prompt) {
        rows.put(picture, List.of(picture, prompt.id(), prompt.source(), prompt.text()));
    }

    /** Writes the list atomically: a reader finds either all of it or nothing. */
    public void write() throws IOException {
        StringBuilder text = new StringBuilder(String.join(",", COLUMNS)).append('\n');
        for (List<String> row : rows.values()) {
            text.append(row.stream().map(PictureList::cell).collect(Collectors.joining(",")))
                    .append('\n');
        }
        AtomicFile.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static String cell(String text) {
        return text.chars().anyMatch(c -> ",;\"\t\r\n".indexOf(c) >= 0) ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }
}
