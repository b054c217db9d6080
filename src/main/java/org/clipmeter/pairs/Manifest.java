package org.clipmeter.pairs;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.clipmeter.files.CsvTable;
import org.clipmeter.files.FileException;
import org.clipmeter.files.FileText;
import org.clipmeter.files.StrictJson;
import org.clipmeter.prompts.IdColumn;
import org.jspecify.annotations.Nullable;

/** A list of images with their prompts, as CSV, TSV, JSON or JSON lines. A bad row is left out and named. */
final class Manifest {
    static final List<String> EXTENSIONS = List.of(".csv", ".tsv", ".json", ".jsonl");

    private static final List<String> IMAGE = IdColumn.FILES;
    private static final List<String> PROMPT = List.of("prompt", "caption", "text");

    /** A row before its columns are given their meanings. */
    private record Row(String where, Map<String, String> fields) {}

    private final Path file;
    private final @Nullable String asked;
    private final List<Row> rows = new ArrayList<>();
    private final List<ImageFile> files = new ArrayList<>();
    private final List<Skipped> skipped = new ArrayList<>();
    private List<String> notes = List.of();
    /** The header of a CSV file that has no column of images; null otherwise. */
    private @Nullable List<String> header;

    private Manifest(Path file, @Nullable String asked) {
        this.file = file;
        this.asked = asked;
    }

    List<ImageFile> files() {
        return files;
    }

    List<Skipped> skipped() {
        return skipped;
    }

    /** What people should know about the choice of the id column, one line each. */
    List<String> notes() {
        return notes;
    }

    /**
     * Reads a file.
     *
     * @param idColumn the column of the prompts' ids; null to find it by its name
     */
    static Manifest read(Path file, @Nullable String idColumn) {
        Manifest manifest = parse(file, idColumn);
        if (manifest.header != null) {
            throw new PairingException("manifest " + file + ": the header has no column image, found "
                    + String.join(", ", manifest.header) + "; expected columns image and prompt or id");
        }
        if (manifest.files.isEmpty()) {
            throw new PairingException("manifest " + file + " names no image"
                    + (manifest.skipped.isEmpty()
                            ? ""
                            : ": " + manifest.skipped.get(0).name() + " "
                                    + manifest.skipped.get(0).reason())
                    + "; expected columns image and prompt or id");
        }
        return manifest;
    }

    /** Reads a file that may be another one than a list of images, which then gives null. */
    static @Nullable Manifest readIfList(Path file) {
        Manifest manifest = parse(file, null);
        return manifest.header != null || manifest.files.isEmpty() ? null : manifest;
    }

    private static Manifest parse(Path file, @Nullable String idColumn) {
        Manifest manifest = new Manifest(file, idColumn);
        try {
            FileText text = FileText.of(file);
            if (text.nameEndsWith(".json")) {
                manifest.readJson(StrictJson.parse(text.text()));
            } else if (text.nameEndsWith(".jsonl")) {
                manifest.readJsonLines(text.text());
            } else {
                manifest.readCsv(text.text());
            }
            manifest.addRows();
        } catch (IOException e) {
            throw new PairingException("manifest " + file + ": " + reason(file, e), e);
        }
        return manifest;
    }

    /** Why a file was refused, without its name, with which some reasons begin. */
    private static String reason(Path file, IOException e) {
        String reason = FileException.reasonOf(e);
        for (Object name : Arrays.asList(file, file.getFileName())) {
            if (reason.startsWith(name + " ")) {
                return reason.substring(String.valueOf(name).length() + 1);
            }
        }
        return reason;
    }

    private void readJson(JsonNode root) {
        if (root.isArray()) {
            int row = 0;
            for (JsonNode entry : root) {
                rows.add(new Row("entry " + row++, fields(entry)));
            }
        } else if (root.isObject()) {
            for (Map.Entry<String, JsonNode> entry : root.properties()) {
                Map<String, String> row = new LinkedHashMap<>();
                row.put("id", entry.getKey());
                if (entry.getValue().isTextual()) {
                    row.put("image", entry.getValue().textValue());
                }
                rows.add(new Row("entry " + entry.getKey(), row));
            }
        } else {
            throw new PairingException("manifest " + file
                    + ": expected a list of {image, prompt, id} or an object {id: image}, found "
                    + root.getNodeType().name().toLowerCase(java.util.Locale.ROOT));
        }
    }

    private void readJsonLines(String text) {
        int line = 0;
        for (String json : (Iterable<String>) text.lines()::iterator) {
            line++;
            if (!json.isBlank()) {
                try {
                    rows.add(new Row("line " + line, fields(StrictJson.parse(json))));
                } catch (StrictJson.Refused e) {
                    skipped.add(new Skipped("line " + line, e.reason()));
                }
            }
        }
    }

    private static Map<String, String> fields(JsonNode entry) {
        Map<String, String> row = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : entry.properties()) {
            JsonNode value = field.getValue();
            if (value.isTextual() || value.isNumber()) {
                row.put(field.getKey(), value.asText());
            }
        }
        return row;
    }

    private void readCsv(String text) {
        CsvTable table = CsvTable.read(text, names -> IMAGE.stream().anyMatch(names::contains));
        if (table == null) {
            header = CsvTable.header(text);
            return;
        }
        table.repeatedNames().values().stream().findFirst().ifPresent(repeated -> {
            throw new PairingException("manifest " + file + ": the header " + repeated);
        });
        for (CsvTable.Row row : table.rows()) {
            if (row.problem() != null) {
                skipped.add(new Skipped(row.where(), row.problem()));
                continue;
            }
            Map<String, String> fields = new LinkedHashMap<>();
            table.places().forEach((name, place) -> fields.put(name, row.cells().get(place)));
            rows.add(new Row(row.where(), fields));
        }
    }

    private void addRows() throws IOException {
        IdColumn idColumn = IdColumn.choose(columns(), asked, true);
        boolean sure = asked != null || "id".equals(idColumn.name());
        String conflict = idColumn.name() == null ? null : idOfTwoPrompts(idColumn.name());
        if (conflict != null && sure) {
            throw new PairingException("manifest " + file + ": the id " + conflict + " has two different prompts");
        }
        if (conflict != null) {
            notes = List.of("the column " + idColumn.name() + " is not used as id: " + conflict
                    + " has two different prompts; if another column holds the ids, name it");
        } else {
            notes = idColumn.notes();
        }
        rows.forEach(row -> add(row, conflict == null ? idColumn.name() : null));
    }

    /** The columns that may hold ids. */
    private Map<String, List<String>> columns() {
        Set<String> names = new LinkedHashSet<>();
        rows.forEach(row -> names.addAll(row.fields().keySet()));
        names.removeAll(IMAGE);
        names.removeAll(PROMPT);
        names.remove("source");
        Map<String, List<String>> columns = new LinkedHashMap<>();
        for (String name : names) {
            columns.put(
                    name,
                    rows.stream()
                            .map(row -> row.fields().getOrDefault(name, "").strip())
                            .toList());
        }
        return columns;
    }

    private @Nullable String idOfTwoPrompts(String column) {
        Map<String, String> prompts = new HashMap<>();
        for (Row row : rows) {
            String id = row.fields().getOrDefault(column, "").strip();
            String prompt = first(row.fields(), PROMPT);
            String other = id.isEmpty() || prompt == null ? null : prompts.putIfAbsent(id, prompt);
            if (other != null && !other.equals(prompt)) {
                return id;
            }
        }
        return null;
    }

    private void add(Row row, @Nullable String idColumn) {
        Map<String, String> fields = row.fields();
        String image = first(fields, IMAGE);
        String prompt = first(fields, PROMPT);
        String id = idColumn == null ? null : fields.getOrDefault(idColumn, "").strip();
        String fault = null;
        if (image == null) {
            fault = "names no image";
        } else if (prompt == null && (id == null || id.isEmpty())) {
            fault = "has neither a prompt nor an id";
        } else if (fields.values().stream().anyMatch(value -> FileText.firstBadByte(value) >= 0)) {
            fault = "is not UTF-8";
        } else if (image.startsWith("http://") || image.startsWith("https://")) {
            fault = "names a URL; images are read from disk";
        }
        if (fault != null || image == null) {
            skipped.add(new Skipped(row.where(), String.valueOf(fault)));
            return;
        }
        try {
            Path path = file.toAbsolutePath().resolveSibling(image);
            files.add(new ImageFile(path, image, id == null || id.isEmpty() ? null : id, prompt, fields.get("source")));
        } catch (InvalidPathException e) {
            skipped.add(new Skipped(row.where(), "names an image that is not a path on this system: " + e.getReason()));
        }
    }

    private static @Nullable String first(Map<String, String> fields, List<String> names) {
        for (String name : names) {
            String value = fields.get(name);
            if (value != null && !value.isEmpty()) {
                return value;
            }
        }
        return null;
    }
}
