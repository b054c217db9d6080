package org.clipmeter.pairs.list;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.failure.OneLine;
import org.clipmeter.files.AtomicFile;
import org.clipmeter.files.CsvTable;
import org.clipmeter.files.FileException;
import org.clipmeter.files.FileText;
import org.clipmeter.prompts.Prompt;

/**
 * Writes the list beside pictures that clipmeter makes, which states the prompt of each, so that no prompt must be guessed from
 * a file name. Scoring reads it before any name. For one thread.
 */
public final class PictureList {
    /** The list's file name, under which scoring looks for it. */
    private static final String NAME = "manifest.csv";

    private static final List<String> COLUMNS = List.of("image", "id", "source", "prompt");

    private final Path file;
    private final Map<String, List<String>> rows = new LinkedHashMap<>();

    /**
     * Reads the list in a folder, if there is one that was written here. Pictures that it lists and that are there stay
     * listed.
     *
     * @throws IOException in one line, if a {@code manifest.csv} in the folder can't be read or was written by others
     */
    public PictureList(Path folder) throws IOException {
        this.file = folder.resolve(NAME);
        if (!Files.isRegularFile(file)) {
            return;
        }
        CsvTable before = CsvTable.read(FileText.of(file).text(), COLUMNS::equals);
        if (before == null) {
            throw new FileException(
                    file,
                    "is not a list that clipmeter wrote, and the new pictures would be listed in this file; move it away, or"
                            + " choose another folder");
        }
        for (CsvTable.Row row : before.rows()) {
            if (row.problem() == null && Files.exists(folder.resolve(row.cells().get(0)))) {
                rows.put(row.cells().get(0), row.cells());
            }
        }
    }

    /**
     * Checks that a picture can be named after its prompt.
     *
     * @throws InvalidRequestException if the prompt's id can't be the beginning of a file name
     */
    public static void checkId(Prompt prompt) {
        if (!prompt.id().matches("[\\w.-]{1,100}") || prompt.id().startsWith(".")) {
            throw new InvalidRequestException(
                    "a picture is named after its prompt's id, and the id " + OneLine.name(prompt.id(), 100)
                            + " can't be a file name; expected an id of letters, digits, '_', '-' and '.' that does not start"
                            + " with '.'");
        }
    }

    /** The names of the listed pictures, in the order in which they were added. */
    public List<String> pictures() {
        return List.copyOf(rows.keySet());
    }

    /**
     * Deletes the old list while pictures change; without a list, prompts are found from the pictures' names.
     *
     * @throws IOException if it can't be deleted
     */
    public void remove() throws IOException {
        Files.deleteIfExists(file);
    }

    /** Lists a picture of the folder, in place of an earlier row of its name; the file is not changed until {@link #write}. */
    public void add(String picture, Prompt prompt) {
        rows.put(picture, List.of(picture, prompt.id(), prompt.source(), prompt.text()));
    }

    /** Takes a picture off the list; the file is not changed until {@link #write}. */
    public void drop(String picture) {
        rows.remove(picture);
    }

    /**
     * Writes the list atomically: a reader finds either all of it or the old one.
     *
     * @throws IOException if it can't be written
     */
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
