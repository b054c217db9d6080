package org.clipmeter.score;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A list of images with their prompts, as CSV, TSV, JSON or JSON lines. A bad row is left out and named. */
final class Manifest {
    static final List<String> EXTENSIONS = List.of(".csv", ".tsv", ".json", ".jsonl");

    private static final long LARGEST = 256L << 20;
    private static final List<String> IMAGE = List.of("image", "file_name", "file", "path");
    private static final List<String> PROMPT = List.of("prompt", "caption", "text");
    private static final List<String> ID = List.of("id", "prompt_id");
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(100).build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Path file;
    private final List<ImageFile> files = new ArrayList<>();
    private final List<Skipped> skipped = new ArrayList<>();

    private Manifest(Path file) {
        this.file = file;
    }

    List<ImageFile> files() {
        return files;
    }

    List<Skipped> skipped() {
        return skipped;
    }

    static Manifest read(Path file) {
        Manifest manifest = new Manifest(file);
        String name = file.toString().toLowerCase(Locale.ROOT);
        String text = manifest.text();
        try {
            if (name.endsWith(".json")) {
                manifest.readJson(text);
            } else if (name.endsWith(".jsonl")) {
                manifest.readJsonLines(text);
            } else {
                manifest.readCsv(text, name.endsWith(".tsv"));
            }
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            throw new ScoreException(
                    "manifest " + file + (line > 0 ? ": line " + line : "") + ": " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new ScoreException("manifest " + file + ": " + Messages.reason(e), e);
        }
        if (manifest.files.isEmpty()) {
            throw new ScoreException("manifest " + file + " names no image"
                    + (manifest.skipped.isEmpty()
                            ? ""
                            : ": " + manifest.skipped.get(0).name() + " "
                                    + manifest.skipped.get(0).reason())
                    + "; expected columns image and prompt or id");
        }
        return manifest;
    }

    private String text() {
        byte[] bytes;
        try {
            if (Files.size(file) > LARGEST) {
                throw new ScoreException("manifest " + file + " is larger than 256 MB");
            }
            bytes = Files.readAllBytes(file);
        } catch (IOException e) {
            throw new ScoreException("manifest " + file + " " + Messages.reason(e), e);
        }
        boolean utf16 = bytes.length >= 2
                && ((bytes[0] == (byte) 0xff && bytes[1] == (byte) 0xfe)
                        || (bytes[0] == (byte) 0xfe && bytes[1] == (byte) 0xff));
        if (utf16) {
            throw new ScoreException("manifest " + file + " is UTF-16; save it as UTF-8");
        }
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            // Rows with the replacement character are left out below: their real characters are unknown.
            text = new String(bytes, StandardCharsets.UTF_8);
        }
        return text.startsWith("\ufeff") ? text.substring(1) : text;
    }

    private void readJson(String text) throws IOException {
        JsonNode root = JSON.readTree(text);
        if (root.isArray()) {
            int row = 0;
            for (JsonNode entry : root) {
                add("entry " + row++, fields(entry));
            }
        } else if (root.isObject()) {
            for (Map.Entry<String, JsonNode> entry : root.properties()) {
                Map<String, String> row = new LinkedHashMap<>();
                row.put("id", entry.getKey());
                if (entry.getValue().isTextual()) {
                    row.put("image", entry.getValue().textValue());
                }
                add("entry " + entry.getKey(), row);
            }
        } else {
            throw new ScoreException("manifest " + file
                    + ": expected a list of {image, prompt, id} or an object {id: image}, found "
                    + root.getNodeType().name().toLowerCase(Locale.ROOT));
        }
    }

    private void readJsonLines(String text) throws IOException {
        int line = 0;
        for (String json : (Iterable<String>) text.lines()::iterator) {
            line++;
            if (!json.isBlank()) {
                try {
                    add("line " + line, fields(JSON.readTree(json)));
                } catch (JsonProcessingException e) {
                    skipped.add(new Skipped("line " + line, e.getOriginalMessage()));
                }
            }
        }
    }

    private static Map<String, String> fields(JsonNode entry) {
        Map<String, String> row = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : entry.properties()) {
            JsonNode value = field.getValue();
            if (value.isTextual() || value.isIntegralNumber()) {
                row.put(field.getKey(), value.asText());
            }
        }
        return row;
    }

    private void readCsv(String text, boolean tabs) throws IOException {
        String firstLine = text.lines().findFirst().orElse("");
        char separator = tabs ? '\t' : firstLine.indexOf(',') < 0 && firstLine.indexOf(';') >= 0 ? ';' : ',';
        CsvMapper mapper =
                CsvMapper.builder().enable(CsvParser.Feature.WRAP_AS_ARRAY).build();
        CsvSchema schema = CsvSchema.emptySchema().withColumnSeparator(separator);
        try (MappingIterator<String[]> rows =
                mapper.readerFor(String[].class).with(schema).readValues(text)) {
            if (!rows.hasNextValue()) {
                return;
            }
            String[] header = rows.nextValue();
            checkHeader(header);
            int number = 1;
            while (true) {
                number++;
                String[] cells;
                try {
                    if (!rows.hasNextValue()) {
                        return;
                    }
                    cells = rows.nextValue();
                } catch (JsonProcessingException e) {
                    skipped.add(new Skipped("row " + number, e.getOriginalMessage()));
                    return;
                }
                if (cells.length == 1 && cells[0].isBlank()) {
                    continue;
                }
                if (cells.length != header.length) {
                    skipped.add(new Skipped(
                            "row " + number, "has " + cells.length + " cells, the header has " + header.length));
                    continue;
                }
                Map<String, String> row = new LinkedHashMap<>();
                for (int i = 0; i < cells.length; i++) {
                    row.put(header[i].strip(), cells[i]);
                }
                add("row " + number, row);
            }
        }
    }

    private void checkHeader(String[] header) {
        Set<String> seen = new HashSet<>();
        for (String column : header) {
            if (!seen.add(column.strip())) {
                throw new ScoreException("manifest " + file + ": the header names the column " + column + " twice");
            }
        }
        if (IMAGE.stream().noneMatch(seen::contains)) {
            throw new ScoreException("manifest " + file + ": the header has no column image, found "
                    + String.join(", ", header) + "; expected columns image and prompt or id");
        }
    }

    private void add(String row, Map<String, String> fields) {
        String image = first(fields, IMAGE);
        String prompt = first(fields, PROMPT);
        String id = first(fields, ID);
        String fault = null;
        if (image == null) {
            fault = "names no image";
        } else if (prompt == null && id == null) {
            fault = "has neither a prompt nor an id";
        } else if (fields.values().stream().anyMatch(value -> value.indexOf('\ufffd') >= 0)) {
            fault = "is not UTF-8";
        } else if (image.startsWith("http://") || image.startsWith("https://")) {
            fault = "names a URL; images are read from disk";
        }
        if (fault != null || image == null) {
            skipped.add(new Skipped(row, String.valueOf(fault)));
            return;
        }
        try {
            Path path = file.toAbsolutePath().resolveSibling(image);
            files.add(new ImageFile(path, image, id, prompt, fields.get("source")));
        } catch (InvalidPathException e) {
            skipped.add(new Skipped(row, "names an image that is no path on this system: " + e.getReason()));
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
