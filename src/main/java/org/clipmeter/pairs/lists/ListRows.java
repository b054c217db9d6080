package org.clipmeter.pairs.lists;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.clipmeter.files.CsvTable;
import org.clipmeter.files.FileText;
import org.clipmeter.files.StrictJson;
import org.jspecify.annotations.Nullable;

/** The rows of a list of images, as CSV, TSV, JSON or JSON lines, before their columns are given meanings. */
public final class ListRows {
    /** The endings of such files. */
    public static final List<String> EXTENSIONS = List.of(".csv", ".tsv", ".json", ".jsonl");

    /**
     * A row that can be read.
     *
     * @param where its place, for messages
     * @param fields its values by the names of the columns or keys in lower case
     */
    public record Row(String where, Map<String, String> fields) {}

    /** A row that can't be read, and why. */
    public record Unreadable(String where, String reason) {}

    private final List<String> imageColumns;
    private final Predicate<String> isPicture;
    private final List<Row> rows = new ArrayList<>();
    private final List<Unreadable> unreadable = new ArrayList<>();
    private @Nullable List<String> header;

    private ListRows(List<String> imageColumns, Predicate<String> isPicture) {
        this.imageColumns = imageColumns;
        this.isPicture = isPicture;
    }

    /**
     * Reads a file.
     *
     * @param imageColumns the columns of which a CSV file has one
     * @param isPicture whether a text is the name of a picture's file, by its ending
     * @throws IOException in one line, if the file can't be read or has another form
     */
    public static ListRows read(Path file, List<String> imageColumns, Predicate<String> isPicture) throws IOException {
        FileText text = FileText.of(file);
        ListRows list = new ListRows(imageColumns, isPicture);
        if (text.nameEndsWith(".json")) {
            list.readJson(text);
        } else if (text.nameEndsWith(".jsonl")) {
            list.readJsonLines(text.text());
        } else {
            list.readCsv(text);
        }
        return list;
    }

    public List<Row> rows() {
        return List.copyOf(rows);
    }

    public List<Unreadable> unreadable() {
        return List.copyOf(unreadable);
    }

    /** The header of a CSV file that has no column of images; null otherwise. */
    public @Nullable List<String> header() {
        return header;
    }

    private void readJson(FileText text) throws IOException {
        JsonNode root = StrictJson.parse(text.text());
        if (root.isArray()) {
            int row = 0;
            for (JsonNode entry : root) {
                rows.add(new Row("entry " + row++, fields(entry)));
            }
        } else if (root.isObject()) {
            readObject(root);
        } else {
            throw text.refusal(
                    "expected a list of {image, prompt, id} or an object {id: image} or {image: prompt}, found "
                            + root.getNodeType().name().toLowerCase(Locale.ROOT));
        }
    }

    /** An object from id to image, images, or fields; or from image to prompt, if the keys alone are names of pictures. */
    private void readObject(JsonNode root) {
        boolean fromImages = root.properties().stream()
                .allMatch(entry -> isPicture.test(entry.getKey())
                        && !isPicture.test(entry.getValue().asText()));
        for (Map.Entry<String, JsonNode> entry : root.properties()) {
            String where = "entry " + entry.getKey();
            JsonNode value = entry.getValue();
            if (value.isArray()) {
                value.forEach(image -> rows.add(new Row(where, row("id", entry.getKey(), "image", image))));
            } else if (value.isObject()) {
                Map<String, String> row = fields(value);
                row.putIfAbsent(fromImages ? "image" : "id", entry.getKey());
                rows.add(new Row(where, row));
            } else {
                rows.add(new Row(
                        where,
                        fromImages
                                ? row("image", entry.getKey(), "prompt", value)
                                : row("id", entry.getKey(), "image", value)));
            }
        }
    }

    private static Map<String, String> row(String keyName, String key, String valueName, JsonNode value) {
        Map<String, String> row = new LinkedHashMap<>();
        row.put(keyName, key);
        if (value.isTextual()) {
            row.put(valueName, value.textValue());
        }
        return row;
    }

    private void readJsonLines(String text) {
        int line = 0;
        for (String json : (Iterable<String>) text.lines()::iterator) {
            line++;
            if (!json.isBlank()) {
                try {
                    rows.add(new Row("line " + line, fields(StrictJson.parse(json))));
                } catch (StrictJson.Refused e) {
                    unreadable.add(new Unreadable("line " + line, e.reason()));
                }
            }
        }
    }

    /** The texts and numbers of an object; of two keys that differ in their capitals, the one without capitals counts. */
    private static Map<String, String> fields(JsonNode entry) {
        Map<String, String> row = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : entry.properties()) {
            JsonNode value = field.getValue();
            if (value.isTextual() || value.isNumber()) {
                String name = field.getKey().strip().toLowerCase(Locale.ROOT);
                if (name.equals(field.getKey())) {
                    row.put(name, value.asText());
                } else {
                    row.putIfAbsent(name, value.asText());
                }
            }
        }
        return row;
    }

    private void readCsv(FileText text) throws IOException {
        CsvTable table =
                CsvTable.read(text.text(), names -> imageColumns.stream().anyMatch(names::contains));
        if (table == null) {
            header = CsvTable.header(text.text());
            return;
        }
        for (String repeated : table.repeatedNames().values()) {
            throw text.refusal("the header " + repeated);
        }
        for (CsvTable.Row row : table.rows()) {
            if (row.problem() != null) {
                unreadable.add(new Unreadable(row.where(), row.problem()));
                continue;
            }
            Map<String, String> fields = new LinkedHashMap<>();
            table.places().forEach((name, place) -> fields.put(name, row.cells().get(place)));
            rows.add(new Row(row.where(), fields));
        }
    }
}
